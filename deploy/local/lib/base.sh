# Shared by the launcher and the test runners: where things are, how they speak, what a signal may cut off, one run at a time.
# Sourced, never run; expects `set -euo pipefail`.
#
# At most one `$(...)` a command, and none where a signal must not be lost: bash 5.2 takes a trap that runs while a second one of the
# same command is expanded for a part of it. It calls that a syntax error and drops the rest of the script, or the signal. So what is
# asked in such places answers in REPLY.

# What is made here may be read by the user that the services run as; what is private says so itself.
umask 022

root=$(realpath "${BASH_SOURCE[0]%/*}/../../..")
# All state of this installation; nothing is written outside it but build/ and Debian packages. One folder has one name here,
# whatever links led to it.
home=$(realpath -m -- "${AMPARO_HOME:-$root/.amparo}")
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
    # Which one, the log may not say: where it lies itself, or where a build, a temporary file or a package is written.
    if is_disk_full "$log"; then printf 'The disk is full: %s\n' "$(room_at "${log%/*}" "$root" /tmp /usr /var/cache/apt)"; fi
    if [[ -s $log ]]; then
      printf 'The last lines of %s:\n' "$log"
      tail -n 15 "$log" | cut -c1-400 | sed 's/^/  | /'
    else
      printf 'Log: %s (empty)\n' "$log"
    fi
  } >&2
  exit 1
}

# is_disk_full LOG: it says so, or there was no room to say it.
is_disk_full() {
  if [[ -s $1 ]]; then
    tail -n 200 "$1" | grep -qiE 'no space left on device|disk full|could not extend file|enough free space'
  else
    [[ $(room_at "${1%/*}") == "0 left"* ]]
  fi
}

# room_at FOLDER...: what is left of the disk that it is on, of several the fullest, in words. A folder that is not there counts for none.
room_at() { { df -hP "$@" 2>/dev/null || true; } | tail -n +2 | sort -k 4,4h | awk 'NR == 1 {print $4 " left on " $6}'; }

# quietly LOG MESSAGE COMMAND...: runs a short step with its output in LOG; a step that fails ends the run.
quietly() {
  local log=$1 message=$2
  shift 2
  "$@" >"$log" 2>&1 || fail_with_log "$log" "$message"
}

# put FILE TEXT: the file holds this text, whole, or what it held before and the run ends.
put() { quietly "$log_dir/write.log" "cannot write $1" put_whole "$@"; }
put_whole() { printf '%s\n' "$2" >"$1.new" && mv "$1.new" "$1"; }

clear_line() { if [[ -t 1 ]]; then printf '\r\033[K'; fi; }

# hold_signals, heed_signals: in between, a signal that ends the run waits, so that no process is started without being written down.
held=
hold_signals() {
  trap 'held=130' INT
  trap 'held=143' TERM HUP
}
heed_signals() {
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  [[ -z $held ]] || exit "$held"
}

# with_progress LABEL LOG COMMAND...: runs a long step with its output in LOG and shows that it moves: on a terminal the
# log's last line in place, elsewhere a line every 20 s. Returns the command's exit code.
step_pid=
step_label=
with_progress() {
  local label=$1 log=$2 began=$SECONDS shown=$SECONDS code=0 line
  shift 2
  mkdir -p "${log%/*}"
  say "$label (log: $log)"
  step_label=$label
  hold_signals
  "$@" >"$log" 2>&1 9>&- </dev/null &
  step_pid=$!
  heed_signals
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

# end_step: for the EXIT trap. Ends the step that is at work with all its processes, and waits for them: what must not be cut off
# (packages being unpacked) takes no notice of the signal.
end_step() {
  local pid pids
  [[ -n $step_pid ]] || return 0
  clear_line
  say "Ending: $step_label" >&2
  mapfile -t pids < <(descendants "$step_pid")
  kill "${pids[@]}" 2>/dev/null || true
  for pid in "${pids[@]}"; do
    while is_alive "$pid"; do sleep 0.05; done
  done
  step_pid=
}

# descendants PID: it, and every process below it.
descendants() {
  local child
  echo "$1"
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do descendants "$child"; done
}

# read_stat PID: sets REPLY to what the kernel tells of the process after its name, which may hold blanks, brackets and ends of lines.
read_stat() {
  REPLY=
  { read -r -d '' REPLY <"/proc/$1/stat" || [[ -n $REPLY ]]; } 2>/dev/null && REPLY=${REPLY##*) }
}

is_alive() { read_stat "$1" && [[ $REPLY != Z* ]]; }

# One run at a time in one home. The lock lives as long as file descriptor 9; daemons are started without it.
take_lock() {
  exec 9>>"$home/lock" || fail "cannot write $home/lock"
  flock -n 9 || fail "another deploy/run is at work in $home (process $(cat "$home/lock.pid" 2>/dev/null || echo '?')); wait for it to end"
  echo $$ >"$home/lock.pid" || fail "cannot write below $home: $(room_at "$home")"
}

# need_owner COMMAND: what is below the home belongs to who made it. Another user's start would take the keys from those who read them,
# and its PostgreSQL would not know that user; to end and to delete it takes no more than root may do.
need_owner() {
  local owner
  if [[ ! -e $home/amparo-home || -O $home/amparo-home ]] || { ((EUID == 0)) && [[ $1 != start ]]; }; then return 0; fi
  owner=$(stat -c %U "$home/amparo-home")
  fail "$home was made by $owner: run this as that user"
}

# make_home: the folder of all state, marked as ours so that reset never empties another folder.
make_home() {
  if [[ -d $home && ! -e $home/amparo-home && -n $(ls -A "$home") ]]; then
    fail "$home holds something that Amparo did not put there; name an empty folder in AMPARO_HOME"
  fi
  mkdir -p "$home" "$log_dir" 2>/dev/null || fail "cannot make $log_dir; may $(id -un) write there?"
  : >>"$home/amparo-home" || fail "cannot write below $home"
}
