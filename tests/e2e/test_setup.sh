#!/usr/bin/env bash
# What deploy/run does before it starts anything: packages, the room that they take, the build. In a checkout of its own, whose build
# folder is its own too; stand-ins, first on PATH, for all that would change this machine.
source "$(dirname "$0")/lib.sh"

cp -r "$root/deploy" "$scratch/deploy"
launch() { "$scratch/deploy/run" "$@"; }
unset AMPARO_BIN
# What stands for / in what the launcher writes into the system.
export AMPARO_INSTALL_ROOT=$scratch/system
mkdir -p "$AMPARO_INSTALL_ROOT/usr/sbin"
stubs=$scratch/stubs
mkdir "$stubs"
# All packages are installed but those that `dpkg-query.missing` names; of one, another architecture's was there once.
cat >"$stubs/dpkg-query" <<'END'
#!/bin/sh
for name; do
  case $name in -*) continue ;; esac
  grep -qsxF -e "$name" "$0.missing" || echo "$name installed"
done
echo "libssl-dev config-files"
END
# Installs nothing, but tells in `apt-get.saw` what a package would meet: the answer to whether its service may be started, and what
# PostgreSQL's package would do. Fails at a stage for which there are last words, and waits for `apt-get.go` where that is wished.
cat >"$stubs/apt-get" <<'END'
#!/usr/bin/env bash
case " $* " in
  *" update "*) stage=update ;;
  *" --download-only "*) stage=download ;;
  *) stage=install ;;
esac
"$AMPARO_INSTALL_ROOT/usr/sbin/policy-rc.d" postgresql start
echo "$stage $? $(cat "$AMPARO_INSTALL_ROOT/etc/postgresql-common/createcluster.d/"*)" >>"$0.saw"
if [[ -e $0.$stage.fails ]]; then cat "$0.$stage.fails" && exit 100; fi
if [[ -e $0.$stage.waits ]]; then
  echo $$ >"$0.pid"
  until [[ -e $0.go ]]; do sleep 0.02; done
fi
if [[ $stage == install ]]; then rm -f "${0%/*}/dpkg-query.missing"; fi
END
cat >"$stubs/deb-systemd-helper" <<'END'
#!/bin/sh
echo "$DPKG_MAINTSCRIPT_PACKAGE $*" >>"$0.saw"
END
# Asks for no password.
cat >"$stubs/sudo" <<'END'
#!/bin/sh
case $1 in -n | -v) exit 0 ;; esac
exec "$@"
END
# All disks have much room but the one that `df.full` names, with what it has.
cat >"$stubs/df" <<'END'
#!/bin/sh
read -r full left 2>/dev/null <"$0.full"
echo 'Filesystem Size Used Available Capacity Mounted on'
for folder; do
  room=100000
  case $folder in -*) continue ;; "$full") room=$left ;; esac
  echo "disk 100000 0 $room 0% $folder"
done
END
cat >"$stubs/cmake" <<'END'
#!/bin/sh
echo "cmake: broken on purpose"
exit 1
END
chmod 0755 "$stubs"/*
echo "nowhere 0" >"$stubs/df.full"
PATH=$stubs:$PATH

apt_install=(bash "$scratch/deploy/local/lib/apt_install.sh")
# unguarded WHAT: nothing of it is left in the system.
unguarded() { expect_equal "" "$(find "$AMPARO_INSTALL_ROOT" -type f)" "what is left in the system after $1"; }
nothing_started() {
  ! grep -qsF "$scratch" /proc/[0-9]*/cmdline || die "something was started"
  [[ ! -e $AMPARO_HOME/pg && ! -e $AMPARO_HOME/tls ]] || die "a cluster or an authority was made"
}

step "a package that is installed meets a system that starts no service and makes no cluster; afterwards it is as before"
"${apt_install[@]}" postgresql-15 prometheus >/dev/null
no_cluster='101 create_main_cluster = false'
expect_equal "update $no_cluster"$'\n'"download $no_cluster"$'\n'"install $no_cluster" "$(cat "$stubs/apt-get.saw")" "what packages meet"
expect_equal "prometheus disable prometheus.service" "$(cat "$stubs/deb-systemd-helper.saw")" "what is kept from the next boot"
unguarded "an installation"

step "also when apt fails"
for stage in update download install; do
  echo "E: no $stage today" >"$stubs/apt-get.$stage.fails"
  expect_failure "E: no $stage today" "${apt_install[@]}" mold
  unguarded "$stage failed"
  rm "$stubs/apt-get.$stage.fails"
done

step "the machine's own word on services stays"
printf '#!/bin/sh\nexit 104\n' >"$AMPARO_INSTALL_ROOT/usr/sbin/policy-rc.d"
chmod 0755 "$AMPARO_INSTALL_ROOT/usr/sbin/policy-rc.d"
rm "$stubs/apt-get.saw"
"${apt_install[@]}" mold
expect_text "$(cat "$stubs/apt-get.saw")" '^install 104 create_main_cluster = false$' "what packages meet"
expect_text "$(cat "$AMPARO_INSTALL_ROOT/usr/sbin/policy-rc.d")" '^exit 104$' "the machine's own word"
rm "$AMPARO_INSTALL_ROOT/usr/sbin/policy-rc.d"

step "ended while packages are fetched, it leaves nothing; while they are unpacked, it goes on to the end"
# end_at STAGE SIGNAL: sets `code`; all processes of the installation are told to end while apt is at that stage.
end_at() {
  local run
  rm -f "$stubs/apt-get."{pid,go,saw}
  touch "$stubs/apt-get.$1.waits"
  # What runs in the background for long is often deaf to HUP, and so would this be.
  env --default-signal=HUP "${apt_install[@]}" mold &
  run=$!
  eventually 20 test -s "$stubs/apt-get.pid"
  kill -s "$2" "$run" "$(cat "$stubs/apt-get.pid")"
  touch "$stubs/apt-get.go"
  code=0
  wait "$run" || code=$?
  rm "$stubs/apt-get.$1.waits"
  unguarded "$2 at the stage $1"
}
for signal in TERM HUP; do
  end_at download "$signal"
  ((code)) || die "$signal did not end it while packages were fetched"
  ! grep -q install "$stubs/apt-get.saw" || die "after $signal packages were unpacked"
  end_at install "$signal"
  expect_equal 0 "$code" "exit code after $signal while packages were unpacked"
done

step "no room for packages: one message, before apt is asked; or apt finds that out"
rm "$stubs/apt-get.saw"
echo mold >"$stubs/dpkg-query.missing"
for folder in /usr /var/cache/apt; do
  echo "$folder 7" >"$stubs/df.full"
  expect_failure "the disk is full: 7 MB left on $folder, .* packages of Debian needs" launch --empty
done
[[ ! -e $stubs/apt-get.saw ]] || die "apt was asked"
echo "/var/cache/apt 900" >"$stubs/df.full"
echo "E: You don't have enough free space in /var/cache/apt/archives/." >"$stubs/apt-get.download.fails"
expect_failure '^amparo: installing packages failed$' launch --empty
expect_failure '^The disk is full: 900 left on /var/cache/apt$' launch --empty
rm "$stubs/apt-get.download.fails"
unguarded "apt found no room"
nothing_started

step "the packages come, and the build fails: one message with its log, and nothing is started"
said=$(launch --empty 2>&1) && die "it went on without a build"
expect_text "$said" '^Installing packages of Debian: mold' "the run"
expect_text "$said" '^amparo: the build \(release\) failed$' "the run"
expect_text "$said" "^The last lines of $AMPARO_HOME/log/build-release.log:$" "the run"
expect_text "$said" '\| cmake: broken on purpose$' "the run"
nothing_started

step "when all is installed, apt is not asked; a PATH that hides the compiler"
rm "$stubs/apt-get.saw"
expect_failure 'the build \(release\) failed' launch --empty
mkdir "$scratch/tools"
ln -s /usr/bin/* "$scratch/tools"
rm "$scratch/tools/g++"
PATH=$stubs:$scratch/tools expect_failure 'not on PATH: g\+\+; the packages that bring them are installed' launch --empty
[[ ! -e $stubs/apt-get.saw ]] || die "apt was asked"
nothing_started

step "tests/run takes one kind and one name"
code=0
said=$(timeout 20 "$root/tests/run" --only check nothing more 2>&1) || code=$?
expect_equal 2 "$code" "exit code of tests/run with an argument too many"
expect_text "$said" '--only KIND \[NAME\]' "tests/run with an argument too many"
echo "good"
