# The measurement at scale: two installations, each a PostgreSQL and a case service, one with few cases and one with many. Sourced by
# tests/bench/run, which has sourced the launcher's parts, made $scratch and $log_dir, and seen to the programs.

# So many the small one has.
small_cases=1000
declare -A port_bases=()

# in_installation NAME COMMAND...: runs a command of the launcher's parts for the installation of that name, in a shell of its own.
in_installation() (
  AMPARO_HOME=$scratch/$1 AMPARO_PORT_BASE=${port_bases[$1]}
  shift
  for part in base checks packages build processes user postgres people certs configs services; do
    # shellcheck source=/dev/null
    source "$lib/$part.sh"
  done
  # Followers of the feed would be at work on what was filled in while we measure.
  service_table=("${service_table[0]}")
  "$@"
)

# prepare_installation CASES SEED: an installation with so many cases, ready to be served.
prepare_installation() {
  make_home
  make_secrets
  start_postgres
  prepare_database
  render_configs
  migrate_service case-service
  "$bin/bench-fill" --config "$config_dir/case-service.textproto" --cases "$1" --seed "$2" && admin_sql amparo -c CHECKPOINT
}

# server_of NAME: sets REPLY to what bench-scale calls a server.
server_of() {
  REPLY=$(in_installation "$1" say_pid case-service) || fail "the case service of $1 has ended; its log is $scratch/$1/log"
  REPLY=$1=127.0.0.1:$((${port_bases[$1]} + 1))=$REPLY
}
say_pid() { is_running "$1" && echo "$REPLY"; }

# measure_scale CASES SEED ARGUMENT...: the arguments are bench-scale's.
measure_scale() {
  local cases=$1 seed=$2 name count servers=()
  shift 2
  # About 12 KB a case, and as much again for the write-ahead log.
  need_room "$scratch" $((2000 + cases / 40)) "the measurement"
  if [[ -n $huge_pages ]]; then keep_huge_pages 2; fi
  for name in small large; do
    port_bases[$name]=$(free_port_base)
    # One authority for both, so that one client knows both.
    if [[ $name == large ]]; then mkdir -p "$scratch/large" && cp -a "$scratch/small"/{amparo-home,tls} "$scratch/large/"; fi
    count=$small_cases
    if [[ $name == large ]]; then count=$cases; fi
    with_progress "Filling a database with $count cases" "$log_dir/fill-$name.log" \
      in_installation "$name" prepare_installation "$count" "$seed" ||
      fail_with_log "$log_dir/fill-$name.log" "the database could not be filled"
    last_line "$log_dir/fill-$name.log"
    in_installation "$name" start_services
    server_of "$name"
    servers+=(--server "$REPLY")
  done >&2
  "$AMPARO_BIN/bench-scale" --tls "$scratch/large/config/cli.textproto" "${servers[@]}" \
    --log "large=$scratch/large/log/case-service.log" --config "$scratch/large/config/case-service.textproto" \
    --small "$small_cases" --large "$cases" --seed "$seed" "$@"
}
