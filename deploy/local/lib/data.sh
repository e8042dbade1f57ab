# The newsroom data set, and what is shown when everything runs.

newsroom=$root/deploy/local/newsroom
loaded_mark=$home/newsroom.loaded

client() { AMPARO_HOME=$home "$bin/amparo" "$@"; }

newsroom_fingerprint() {
  find "$newsroom" \( -name '*.json' -o -name '*.jsonl' \) -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16
}

# Loading is safe to repeat, since rows and records are known by their names and their content; the mark only saves the time.
load_newsroom() {
  local log=$log_dir/import.log fingerprint
  fingerprint=$(newsroom_fingerprint)
  if [[ $(cat "$loaded_mark" 2>/dev/null) == "$fingerprint" ]]; then
    note "the newsroom data set is loaded already"
  else
    with_progress "Loading the newsroom data set" "$log" client import "$newsroom" ||
      fail_with_log "$log" "loading $newsroom failed"
    put "$loaded_mark" "$fingerprint"
  fi
  log=$log_dir/catch-up.log
  with_progress "Waiting for the statistics to catch up" "$log" timeout 120 env AMPARO_HOME="$home" "$bin/amparo" status --wait --wait-seconds 110 ||
    fail_with_log "$log" "the statistics service did not catch up with the feeds; its log is $log_dir/statistics-service.log"
}

# As known on the day on which they were published.
show_highlights() {
  local log=$log_dir/highlights.log
  client highlights --month 2014-11 --as-of 2014-12-11 >"$log" 2>&1 || fail_with_log "$log" "no highlights"
  say ""
  cat "$log"
}

show_addresses() {
  local row name port metrics what
  say ""
  say "Amparo runs (state, logs, certificates: $home):"
  for row in "${service_table[@]}"; do
    read -r name port metrics what <<<"$row"
    printf '  %-19s 127.0.0.1:%s   http://127.0.0.1:%s/metrics   %s\n' "$name" $((port_base + port)) $((port_base + metrics)) "$what"
  done
}

show_next() {
  local amparo launcher=$root/deploy/run shown bundles token prefix=
  # As they are called from here, whatever letters are in their names.
  printf -v amparo %q "${bin#"$PWD"/}/amparo"
  printf -v launcher %q "${launcher#"$PWD"/}"
  printf -v shown %q "${home#"$PWD"/}"
  printf -v bundles %q "${newsroom#"$PWD"/}"
  token=">$shown/people/token"
  # Through sudo it is root's, while the shell that would open a file is not.
  if ((EUID == 0)) && [[ -n ${SUDO_USER-} ]]; then
    prefix="sudo "
    token="| sudo tee $shown/people/token >/dev/null"
  fi
  # The client finds .amparo above the working directory or above itself.
  if [[ $home != "$root/.amparo" ]]; then printf -v prefix '%sAMPARO_HOME=%q ' "$prefix" "$home"; fi
  say ""
  say "Try next:"
  if [[ $1 == newsroom ]]; then
    note "$prefix$amparo highlights --month 2014-11 --office la-paz --format json"
    note "$prefix$amparo report convictions --by office,year --from 2008-01-01 --to 2014-12-11"
    note "$prefix$amparo report adjournments --by office --from 2014-01-01 --to 2014-12-31"
  else
    note "$prefix$amparo import $bundles"
  fi
  note "$prefix$amparo case list --office cebu"
  note "$prefix$amparo --help"
  note "$prefix$launcher status   (or stop, reset, help)"
  if [[ $1 == newsroom ]]; then
    say ""
    say "Or as a person, who may do what a grant says, until it is revoked:"
    note "$prefix$amparo grant add cebu a.reyes social_worker --reason \"new in the team\""
    note "$prefix${launcher%/run}/token a.reyes $token"
    note "$prefix$amparo --config $shown/config/front-desk.textproto case list --office cebu"
    note "$prefix$amparo grant list cebu"
    note "$prefix$amparo grant revoke offices/cebu/grants/ID --reason \"left the team\""
  fi
}
