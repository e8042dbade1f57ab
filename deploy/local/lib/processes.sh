# Background processes that outlive the shell, and that are only ever ended when they are surely ours.
#
# run/NAME.pid holds: pid, start time in clock ticks since boot, boot id, fingerprint. A pid that was given to another
# process has another start time, or another boot.

run_dir=$home/run
# Names of what this run started, in order; undone when the run fails.
started=()

pid_file() { echo "$run_dir/$1.pid"; }

# Start time of a process, field 22 of its stat line; the program's name, field 2, may hold blanks and brackets.
start_time() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  stat=${stat##*) }
  set -- $stat
  [[ $1 != Z ]] && echo "${20}"
}

# process_pid NAME: prints the pid when the process that we started still runs.
process_pid() {
  local pid ticks boot rest
  { read -r pid ticks boot rest <"$(pid_file "$1")"; } 2>/dev/null || return 1
  [[ $boot == "$(</proc/sys/kernel/random/boot_id)" && $ticks == "$(start_time "$pid")" ]] && echo "$pid"
}

process_fingerprint() { awk '{print $4}' "$(pid_file "$1")" 2>/dev/null; }

# start_process NAME FINGERPRINT COMMAND...: output is added to log/NAME.log.
start_process() {
  local name=$1 fingerprint=$2 pid
  shift 2
  mkdir -p "$run_dir"
  # nohup and a session of its own: neither the end of the shell nor its Ctrl-C reaches the process.
  (cd / && exec setsid nohup "$@") >>"$log_dir/$name.log" 2>&1 9>&- </dev/null &
  pid=$!
  disown "$pid"
  started+=("$name")
  echo "$pid $(start_time "$pid" || echo 0) $(</proc/sys/kernel/random/boot_id) $fingerprint" >"$(pid_file "$name")" ||
    fail "cannot write $(pid_file "$name")"
}

# stop_process NAME SIGNAL SECONDS: ends the process if it is ours, by force after SECONDS. Prints what it did.
stop_process() {
  local name=$1 signal=$2 limit=$3 pid deadline
  if ! pid=$(process_pid "$name"); then
    rm -f "$(pid_file "$name")"
    return 0
  fi
  kill -s "$signal" "$pid" 2>/dev/null || true
  deadline=$((SECONDS + limit))
  while process_pid "$name" >/dev/null; do
    if ((SECONDS >= deadline)); then
      note "$name (process $pid) did not end within $limit s: killed"
      kill -s KILL "$pid" 2>/dev/null || true
      while process_pid "$name" >/dev/null; do sleep 0.05; done
      break
    fi
    sleep 0.05
  done
  rm -f "$(pid_file "$name")"
  note "$name stopped"
}

# wait_until NAME SECONDS WHAT COMMAND...: until COMMAND succeeds; a process that ends meanwhile, or the deadline, is a failure.
wait_until() {
  local name=$1 limit=$2 what=$3 deadline=$((SECONDS + $2))
  shift 3
  until "$@" >/dev/null 2>&1; do
    process_pid "$name" >/dev/null || fail_with_log "$log_dir/$name.log" "$name ended before it was ready"
    ((SECONDS < deadline)) || fail_with_log "$log_dir/$name.log" "$name $what not within $limit s"
    sleep 0.1
  done
  process_pid "$name" >/dev/null || fail_with_log "$log_dir/$name.log" "$name ended as soon as it was started"
}
