# Shared by the launcher and the test runner: where things are, how they speak, one run at a time.
# Sourced, never run; expects `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P)
# All state of this installation; nothing is written outside it but build/ and Debian packages.
home=${AMPARO_HOME:-$root/.amparo}
[[ $home == /* ]] || home=$PWD/$home
log_dir=$home/log
# Prebuilt binaries may be named (AMPARO_BIN): then nothing is built.
bin=${AMPARO_BIN:-$root/build/release/bin}
[[ $bin == /* ]] || bin=$PWD/$bin

say() { printf '%s\n' "$*"; }
note() { printf '  %s\n' "$*"; }

# Ends the run with one message; what this run started is undone by the EXIT trap.
fail() {
  clear_line
  printf 'amparo: %s\n' "$*" >&2
  exit 1
}

# fail_with_log LOG MESSAGE...: as fail, with the place of the log and its last lines.
fail_with_log() {
  local log=$1
  shift
  clear_line
  {
    printf 'amparo: %s\n' "$*"
    if [[ -s $log ]] && tail -n 200 "$log" | grep -qiE 'no space left on device|disk full|could not extend file'; then
      printf 'The disk is full: %s\n' "$(df -hP "$(dirname "$log")" | awk 'NR == 2 {print $4 " left on " $6}')"
    fi
    if [[ -s $log ]]; then
      printf 'The last lines of %s:\n' "$log"
      tail -n 15 "$log" | cut -c1-400 | sed 's/^/  | /'
    else
      printf 'Log: %s (empty)\n' "$log"
    fi
  } >&2
  exit 1
}

clear_line() { if [[ -t 1 ]]; then printf '\r\033[K'; fi; }

# with_progress LABEL LOG COMMAND...: runs a long step with its output in LOG and shows that it moves: on a terminal the
# log's last line in place, elsewhere a line every 20 s. Returns the command's exit code.
step_pid=
with_progress() {
  local label=$1 log=$2 began=$SECONDS shown=$SECONDS code=0 line
  shift 2
  mkdir -p "$(dirname "$log")"
  say "$label (log: $log)"
  "$@" >"$log" 2>&1 9>&- </dev/null &
  step_pid=$!
  while kill -0 "$step_pid" 2>/dev/null; do
    sleep 0.2
    if [[ -t 1 ]]; then
      line=$(last_line "$log")
      printf '\r\033[K  %3d s  %s' $((SECONDS - began)) "${line:0:$((${COLUMNS:-80} - 12))}"
    elif ((SECONDS - shown >= 20)); then
      shown=$SECONDS
      line=$(last_line "$log")
      note "$((SECONDS - began)) s  ${line:0:100}"
    fi
  done
  wait "$step_pid" || code=$?
  step_pid=
  clear_line
  return $code
}

last_line() { tail -n 1 "$1" 2>/dev/null | tr -d '\r' | sed 's/\x1b\[[0-9;]*[mK]//g'; }

end_step() {
  if [[ -n $step_pid ]]; then kill "$step_pid" 2>/dev/null || true; fi
}

# One run at a time in one home. The lock lives as long as file descriptor 9; daemons are started without it.
take_lock() {
  exec 9>>"$home/lock" || fail "cannot write $home/lock"
  flock -n 9 || fail "another deploy/run is at work in $home (process $(cat "$home/lock.pid" 2>/dev/null || echo '?')); wait for it to end"
  echo $$ >"$home/lock.pid" || fail "cannot write below $home: $(df -hP "$home" | awk 'NR == 2 {print $4 " left on " $6}')"
}

# make_home: the folder of all state, marked as ours so that reset never empties another folder.
make_home() {
  if [[ -d $home && ! -e $home/amparo-home && -n $(ls -A "$home") ]]; then
    fail "$home holds something that Amparo did not put there; name an empty folder in AMPARO_HOME"
  fi
  mkdir -p "$home" "$log_dir" 2>/dev/null || fail "cannot make $log_dir; may $(id -un) write there?"
  : >>"$home/amparo-home" || fail "cannot write below $home"
}
