#!/usr/bin/env bash
# apt_install.sh PACKAGE...: installs packages as root, without starting a service, now or at the next boot, and without a
# PostgreSQL cluster of the distribution's. What it changes to get there it puts back, also when it fails.
set -euo pipefail

# What stands for / in what this script writes itself; tests name a folder.
at=${AMPARO_INSTALL_ROOT-}
policy=$at/usr/sbin/policy-rc.d
no_cluster=$at/etc/postgresql-common/createcluster.d/amparo-install.conf
made=()
trap 'rm -f "${made[@]}"' EXIT
trap 'exit 1' INT TERM HUP

# Debian asks this program before a package may start a service; 101 says no. One that is there already is the machine's own.
if [[ ! -e $policy ]]; then
  made+=("$policy")
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 0755 "$policy"
fi
mkdir -p "${no_cluster%/*}"
made+=("$no_cluster")
echo 'create_main_cluster = false' >"$no_cluster"

export DEBIAN_FRONTEND=noninteractive
# A machine that has just been started may be at its own updates: then apt waits for it.
install=(apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300)
apt-get update -q
"${install[@]}" --download-only "$@"
# From here on packages are unpacked: cut off, that would leave half of one.
trap '' INT TERM HUP
"${install[@]}" "$@"

# Debian's Prometheus would start at the next boot; here it is only a tool of the tests.
if [[ " $* " == *" prometheus "* ]]; then
  DPKG_MAINTSCRIPT_PACKAGE=prometheus deb-systemd-helper disable prometheus.service >/dev/null || true
fi
