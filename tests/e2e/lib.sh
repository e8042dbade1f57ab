# Shared by the end-to-end tests. Sourced; gives each test a scratch installation with ports of its own, which is stopped and deleted
# when the test ends, however it ends.
set -euo pipefail
root=$(realpath "${BASH_SOURCE[0]%/*}/../..")
export AMPARO_BIN=${AMPARO_BIN:-$root/build/release/bin}
scratch=$(mktemp -d)
scratch=$(realpath "$scratch")
chmod 0755 "$scratch"
export AMPARO_HOME=$scratch/home
unset AMPARO_TOKEN_FILE
for part in deploy/local/lib/base tests/ports; do
  # shellcheck source=/dev/null
  source "$root/$part.sh"
done

# What the test started itself ends first, since it may hold on to the installation; then that; then, by force, what still has the
# scratch folder in its command line or environment.
finish() {
  local code=$? pid left deadline=$((SECONDS + 20))
  trap '' INT TERM HUP
  trap - EXIT
  set +e
  mapfile -t left < <(descendants $$)
  left=("${left[@]:1}")  # without this shell
  kill "${left[@]}" 2>/dev/null
  for pid in "${left[@]}"; do
    while is_alive "$pid" && ((SECONDS < deadline)); do sleep 0.05; done
  done
  launch reset >/dev/null 2>&1
  mapfile -t left < <(grep -lsF "$scratch" /proc/[0-9]*/{cmdline,environ} | tr -dc '0-9\n')
  kill -KILL "${left[@]}" 2>/dev/null
  # The last ones may still be writing.
  until rm -rf "$scratch" 2>/dev/null || ((SECONDS >= deadline)); do sleep 0.05; done
  exit "$code"
}
trap finish EXIT
heed_signals

amparo() { "$AMPARO_BIN/amparo" "$@"; }
launch() { "$root/deploy/run" "$@"; }
# The process id that the launcher wrote down for NAME.
pid_of() { awk '{print $1}' "$AMPARO_HOME/run/$1.pid"; }
socket_dir() { cat "$AMPARO_HOME/run/socket_dir" 2>/dev/null || echo "$AMPARO_HOME/run/pg"; }
database() { psql -X -At -v ON_ERROR_STOP=1 -h "$(socket_dir)" -U postgres -d amparo "$@"; }

step() { printf '== %s\n' "$*"; }
die() {
  printf 'FAILED: %s\n' "$*"
  exit 1
}
# expect_equal WANTED GOT WHAT
expect_equal() { [[ $1 == "$2" ]] || die "$3: wanted '$1', got '$2'"; }
# expect_text TEXT PATTERN WHAT
expect_text() { grep -qE -- "$2" <<<"$1" || die "$3: nothing like '$2' in:"$'\n'"$1"; }
# expect_failure PATTERN COMMAND...: it fails, and says so in words.
expect_failure() {
  local pattern=$1 out
  shift
  if out=$("$@" 2>&1); then die "'$*' succeeded, but should not have:"$'\n'"$out"; fi
  expect_text "$out" "$pattern" "'$*'"
}
# trail_is_whole OFFICE: the audit trails of the office, which hold something, prove to be so.
trail_is_whole() {
  local service said
  for service in case scheduling; do
    said=$(amparo audit verify --office "$1" --service "$service" 2>&1) || die "the trail of the $service service: $said"
    expect_text "$said" 'is whole \([1-9][0-9]* rows?, [1-9][0-9]* chains?, [1-9][0-9]* signed heads?\)' "the trail of the $service service"
  done
}
# eventually SECONDS COMMAND...: until it succeeds, or the deadline has passed.
eventually() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || die "not within its deadline: $*"
    sleep 0.05
  done
}

# node_tests FILE: runs the tests of a module, which end, with all they started, well before ctest would end this script.
node_tests() { timeout 420 node --test "$root/tests/e2e/$1"; }

# Where a test's own Prometheus listens, above the base.
prometheus_offset=31
export AMPARO_PORT_BASE
AMPARO_PORT_BASE=$(free_port_base "$prometheus_offset")
