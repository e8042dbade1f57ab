# The one list of Debian 12 packages that Amparo needs, and their installation.

# What the services and the launcher need to run. The services are linked with the libraries of `build`.
packages_run=(
  postgresql-15 postgresql-client-15 openssl ca-certificates tzdata
)
packages_build=(
  g++ cmake ninja-build ccache mold pkg-config git
  libgrpc++-dev protobuf-compiler protobuf-compiler-grpc libprotobuf-dev libabsl-dev libgoogle-common-protos-java
  libpqxx-dev libpq-dev libssl-dev libicu-dev prometheus-cpp-dev libspdlog-dev libcli11-dev nlohmann-json3-dev
  libgtest-dev libgmock-dev libbenchmark-dev
)
# What tests/run needs besides. A Node.js that is already there is used as it is.
packages_test=(clang-format-14 curl jq prometheus python3)

# missing_packages NAME...: prints those that are not installed.
missing_packages() {
  local name status
  local -A known=()
  # One question about all of them: each takes a while. A package of several architectures is there when one of them is.
  while read -r name status; do
    [[ ${known[$name]-} == installed ]] || known[$name]=$status
  done < <(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)
  for name in "$@"; do [[ ${known[$name]-} == installed ]] || echo "$name"; done
}

# install_missing GROUP...: GROUP is run, build or test. Quick when nothing is missing; starts no system service and makes
# no PostgreSQL cluster of the distribution's.
install_missing() {
  local wanted=() group missing=()
  command -v dpkg-query >/dev/null || fail "this is not a Debian system: the launcher installs packages of Debian 12 (no dpkg-query here)"
  for group in "$@"; do
    local -n list=packages_$group
    wanted+=("${list[@]}")
  done
  if [[ " $* " == *" test "* ]] && ! { command -v node && command -v npm; } >/dev/null; then wanted+=(nodejs npm); fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  ((${#missing[@]})) || return 0

  # About what a package of these lists takes, with what it depends on, to be fetched and unpacked.
  need_room /var/cache/apt $((10 * ${#missing[@]})) "fetching packages of Debian"
  need_room /usr $((25 * ${#missing[@]})) "installing packages of Debian"
  local as_root=()
  if ((EUID)); then
    command -v sudo >/dev/null || fail "these packages are missing, and neither root nor sudo is here to install them: ${missing[*]}"
    # Whoever needs no password is asked for none, which `sudo -v` alone would.
    sudo -n true 2>/dev/null || sudo -v || fail "sudo is needed to install: ${missing[*]}"
    as_root=(sudo)
  fi
  with_progress "Installing packages of Debian: ${missing[*]}" "$log_dir/packages.log" \
    "${as_root[@]}" bash "$root/deploy/local/lib/apt_install.sh" "${missing[@]}" ||
    fail_with_log "$log_dir/packages.log" "installing packages failed"
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  ((${#missing[@]} == 0)) || fail_with_log "$log_dir/packages.log" "still not installed: ${missing[*]}"
}
