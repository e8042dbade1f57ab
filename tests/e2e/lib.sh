# Shared by the end-to-end tests. Sourced; gives each test a scratch installation with ports of its own, which is stopped and deleted
# when the test ends, however it ends.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
export AMPARO_BIN=${AMPARO_BIN:-$root/build/release/bin}
scratch=$(mktemp -d)
chmod 0755 "$scratch"
export AMPARO_HOME=$scratch/home
trap 'code=$?; trap - EXIT; "$root/deploy/run" reset >/dev/null 2>&1 || true; rm -rf "$scratch"; exit $code' EXIT
trap 'exit 1' INT TERM

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
# eventually SECONDS COMMAND...: until it succeeds, or the deadline has passed.
eventually() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || die "not within its deadline: $*"
    sleep 0.05
  done
}

# free_port_base: a base below which nobody listens on the ports that an installation takes.
free_port_base() {
  local base port taken
  taken=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '{split($2, at, ":"); print at[2]}')
  while :; do
    # Below the range from which the kernel takes the near ends of connections.
    base=$((10000 + RANDOM % 20000))
    for port in 1 2 3 11 12 13; do
      if grep -qix "$(printf '%04X' $((base + port)))" <<<"$taken"; then continue 2; fi
    done
    echo "$base"
    return 0
  done
}
export AMPARO_PORT_BASE
AMPARO_PORT_BASE=$(free_port_base)
