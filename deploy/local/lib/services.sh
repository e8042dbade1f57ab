# The services in the order in which they depend on each other: name, ports as offsets to the base, what it is.
service_table=(
  "case-service 1 11 cases, people, operations, charges"
  "scheduling-service 2 12 courts and hearings"
  "statistics-service 3 13 reports and highlights"
)

# need_ports: every port is free, or held by the service that this installation runs.
need_ports() {
  local row name port metrics what
  for row in "${service_table[@]}"; do
    read -r name port metrics what <<<"$row"
    if is_running "$name" && [[ $(cat "$config_dir/port_base" 2>/dev/null) == "$port_base" ]]; then continue; fi
    need_port $((port_base + port)) "$name"
    need_port $((port_base + metrics)) "the metrics of $name"
  done
}

# What a running service was started from: when it differs, the service is started anew.
service_fingerprint() {
  { run_user && stat -Lc '%Y %s' "$bin/$1" && cat "$config_dir/$1.textproto" "$tls_dir/$1.pem"; } | sha256sum | cut -c1-16
}

service_healthy() { AMPARO_HOME=$home timeout 10 "$bin/amparo" health --address "127.0.0.1:$1"; }

migrate_service() {
  local log=$log_dir/$1-migrate.log
  as_run_user "$bin/$1" migrate --config "$config_dir/$1.textproto" >"$log" 2>&1 9>&- || fail_with_log "$log" "migrations of $1 failed"
  # People who were entered before names were indexed as they are now, or under a former key; none in a database of today.
  if [[ $1 == case-service ]]; then
    as_run_user "$bin/$1" index-people --config "$config_dir/$1.textproto" >>"$log" 2>&1 9>&- || fail_with_log "$log" "indexing people failed"
    # Cases likewise: their leads, days, flags, and the words of their narratives.
    as_run_user "$bin/$1" index-cases --config "$config_dir/$1.textproto" >>"$log" 2>&1 9>&- || fail_with_log "$log" "indexing cases failed"
    # Records that were kept before there were the columns that lists are filtered by, and the ends of links; none in a database of today.
    as_run_user "$bin/$1" fill-columns --config "$config_dir/$1.textproto" >>"$log" 2>&1 9>&- || fail_with_log "$log" "filling columns failed"
  fi
}

# start_services: in dependency order, each healthy before the next; what runs already and is up to date stays.
start_services() {
  local row name port rest fingerprint
  for row in "${service_table[@]}"; do
    read -r name port rest <<<"$row"
    fingerprint=$(service_fingerprint "$name")
    if is_running "$name"; then
      if [[ $(process_fingerprint "$name") == "$fingerprint" ]]; then
        wait_until "$name" "become healthy" service_healthy $((port_base + port))
        note "$name runs already"
        continue
      fi
      note "$name was built or configured anew: starting it again"
      stop_service "$name"
    fi
    migrate_service "$name"
    for_run_user "$bin/$name" serve --config "$config_dir/$name.textproto"
    start_process "$name" "$fingerprint" "${run_argv[@]}"
    wait_until "$name" "become healthy" service_healthy $((port_base + port))
    note "$name started (127.0.0.1:$((port_base + port)))"
  done
}

# A service promises to end within 10 s of TERM.
stop_service() { stop_process "$1" TERM 15; }

stop_everything() {
  local i
  # Before anything ends: a server that no pid file names is not ours to end, nor is its cluster to be deleted.
  is_running postgres || need_no_server 3
  for ((i = ${#service_table[@]} - 1; i >= 0; i--)); do stop_service "${service_table[i]%% *}"; done
  stop_postgres
}

# undo_started: ends what this run started, last first; what ran before stays.
undo_started() {
  local i name alive=()
  for name in "${started[@]}"; do
    if is_running "$name"; then alive+=("$name"); fi
  done
  ((${#alive[@]})) || return 0
  say "Stopping what this run started:" >&2
  for ((i = ${#alive[@]} - 1; i >= 0; i--)); do
    if [[ ${alive[i]} == postgres ]]; then stop_postgres; else stop_service "${alive[i]}"; fi
  done >&2
}

# need_client: what asks a service is there, and its key may be read; what cannot be asked is not unhealthy for that.
need_client() {
  local owner
  [[ -x $bin/amparo ]] || fail "the services are asked with $bin/amparo, which is missing or cannot be run"
  if [[ -e $tls_dir && ! -O $tls_dir && ! -r $tls_dir/cli.key ]]; then
    owner=$(stat -c %U "$tls_dir")
    fail "the services are asked with $tls_dir/cli.key, which only $owner may read: run this as that user"
  fi
}

# print_status: one line a process; returns 0 when all run and are healthy, 3 otherwise.
print_status() {
  local row name port metrics what pid state all=0 bin=$bin socket width=15
  # The programs are where the run that started them had them.
  if [[ -z ${AMPARO_BIN:-} && -e $config_dir/bin ]]; then bin=$(<"$config_dir/bin"); fi
  for row in "${service_table[@]}"; do
    if is_running "${row%% *}"; then need_client; fi
  done
  socket=$(pg_socket_dir)
  ((${#socket} <= width)) || width=${#socket}
  local line="%-19s %-10s %-8s %-${width}s %-15s %s\n"
  printf "$line" process state pid address metrics log
  if is_running postgres; then state=running pid=$REPLY; else state=stopped pid=- all=3; fi
  printf "$line" postgres "$state" "$pid" "$socket" - "$log_dir/postgres.log"
  for row in "${service_table[@]}"; do
    read -r name port metrics what <<<"$row"
    state=stopped pid=-
    if is_running "$name"; then
      state=unhealthy pid=$REPLY
      if service_healthy $((port_base + port)) >/dev/null 2>&1; then state=serving; fi
    fi
    [[ $state == serving ]] || all=3
    printf "$line" "$name" "$state" "$pid" "127.0.0.1:$((port_base + port))" "127.0.0.1:$((port_base + metrics))" "$log_dir/$name.log"
  done
  return $all
}
