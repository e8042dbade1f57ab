# An installation of a measurement's own: the one that deploy/run keeps is not touched. Sourced, with $root; leaves $scratch and $log_dir.

lib=$root/deploy/local/lib
scratch=$(mktemp -d /tmp/amparo-bench-XXXXXX)
chmod 0755 "$scratch"
source "$root/tests/ports.sh"
export AMPARO_HOME=$scratch/home AMPARO_PORT_BASE=${AMPARO_PORT_BASE-} AMPARO_BIN=$root/build/release/bin
[[ -n $AMPARO_PORT_BASE ]] || AMPARO_PORT_BASE=$(free_port_base)
for part in base checks packages build processes user postgres; do
  # shellcheck source=/dev/null
  source "$lib/$part.sh"
done
log_dir=$scratch/log
mkdir -p "$log_dir"

finish() {
  local code=$?
  trap - EXIT
  end_step
  "$root/deploy/run" reset >"$log_dir/reset.log" 2>&1 || true
  if ((code)); then say "The logs stay in $log_dir" >&2; else rm -rf "$scratch"; fi
  exit "$code"
}
trap finish EXIT

# start_all MEGABYTES TARGET...: builds, and starts the services in an empty installation that will need so much room.
start_all() {
  need_room "$scratch" "$1" "the measurement"
  install_missing run build test
  build_preset release "${programs[@]}" "${@:2}"
  with_progress "Starting the services" "$log_dir/start.log" "$root/deploy/run" --empty ||
    fail_with_log "$log_dir/start.log" "the services did not start"
}
# start_installation MEGABYTES TARGET...: the same; of the services only that of cases goes on, since followers of the feed would be at work
# on what is measured.
start_installation() {
  start_all "$@"
  for follower in statistics-service scheduling-service; do stop_process "$follower" TERM 15; done
}

client() { "$AMPARO_BIN/amparo" "$@"; }

# open_office ID: an office that what is measured belongs to.
open_office() {
  client call OfficeService/CreateOffice "{\"office_id\": \"$1\", \"office\": {\"display_name\": \"Bench\", \"country_code\": \"PH\",
    \"currency_code\": \"PHP\", \"time_zone\": \"Asia/Manila\", \"open_date\": {\"year\": 2008, \"month\": 1, \"day\": 1}}}" \
    >"$log_dir/office.log" 2>&1 || fail_with_log "$log_dir/office.log" "the office could not be opened"
}

sql() { admin_sql amparo -At -c "$1"; }
now() { date +%s.%N; }
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.3f", to - from }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
