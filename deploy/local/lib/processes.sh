# Background processes that outlive the shell, and that are only ever ended when they are surely ours.
#
# run/NAME.pid holds: pid, start time in clock ticks since boot, boot id, fingerprint. A pid that was given to another
# process has another start time, or another boot.

run_dir=$home/run
# How long what was started may take until it is ready.
start_seconds=${AMPARO_START_SECONDS:-60}
[[ $start_seconds =~ ^[1-9][0-9]{0,3}$ ]] && ((start_seconds <= 3600)) ||
  fail "AMPARO_START_SECONDS must be a whole number from 1 to 3600, not '$start_seconds'"
# Names of what this run started, in order; undone when the run fails.
started=()

# start_time PID: sets REPLY to the start time of a process that runs, field 22 of its stat line.
start_time() {
  is_alive "$1" || return 1
  set -- $REPLY
  REPLY=${20}
}

# is_running NAME: whether the process that we started still runs; then REPLY is its pid.
is_running() {
  local pid ticks boot rest
  { read -r pid ticks boot rest <"$run_dir/$1.pid"; } 2>/dev/null || return 1
  read -r REPLY </proc/sys/kernel/random/boot_id
  [[ $boot == "$REPLY" ]] && start_time "$pid" && [[ $ticks == "$REPLY" ]] && REPLY=$pid
}

process_fingerprint() { awk '{print $4}' "$run_dir/$1.pid" 2>/dev/null; }

# start_process NAME FINGERPRINT COMMAND...: output is added to log/NAME.log.
start_process() {
  local name=$1 fingerprint=$2 pid boot
  shift 2
  mkdir -p "$run_dir"
  read -r boot </proc/sys/kernel/random/boot_id
  hold_signals
  # nohup and a session of its own: neither the end of the shell nor its Ctrl-C reaches the process.
  (cd / && exec setsid nohup "$@") >>"$log_dir/$name.log" 2>&1 7>&- 9>&- </dev/null &
  pid=$!
  disown "$pid"
  started+=("$name")
  start_time "$pid" || REPLY=0
  if ! { echo "$pid $REPLY $boot $fingerprint" >"$run_dir/$name.pid"; } 2>/dev/null; then
    # What is not written down could not be found again.
    kill "$pid" 2>/dev/null || true
    heed_signals
    fail_with_log "$log_dir/$name.log" "cannot write $run_dir/$name.pid, so $name was ended again"
  fi
  heed_signals
}

# stop_process NAME SIGNAL SECONDS: ends the process if it is ours, by force after SECONDS. Prints what it did.
stop_process() {
  local name=$1 signal=$2 limit=$3 pid deadline
  if ! is_running "$name"; then
    rm -f "$run_dir/$name.pid"
    return 0
  fi
  pid=$REPLY
  kill -s "$signal" "$pid" 2>/dev/null || true
  deadline=$((SECONDS + limit))
  while is_running "$name"; do
    if ((SECONDS >= deadline)); then
      note "$name (process $pid) did not end within $limit s: killed"
      kill -s KILL "$pid" 2>/dev/null || true
      while is_running "$name"; do sleep 0.05; done
      break
    fi
    sleep 0.05
  done
  rm -f "$run_dir/$name.pid"
  note "$name stopped"
}

# wait_until NAME WHAT COMMAND...: until COMMAND succeeds, which tells that the process did WHAT; a process that ends meanwhile, or the
# deadline, is a failure.
wait_until() {
  local name=$1 what=$2 deadline=$((SECONDS + start_seconds))
  shift 2
  until "$@" >/dev/null 2>&1; do
    is_running "$name" || fail_with_log "$log_dir/$name.log" "$name ended before it was ready"
    ((SECONDS < deadline)) || fail_with_log "$log_dir/$name.log" "$name did not $what within $start_seconds s (AMPARO_START_SECONDS)"
    sleep 0.1
  done
  is_running "$name" || fail_with_log "$log_dir/$name.log" "$name ended as soon as it was started"
}
