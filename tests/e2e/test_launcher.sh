#!/usr/bin/env bash
# What deploy/run does when things go wrong, with stand-ins for the services: they are up as long as they run, so that what is tested
# is the launcher alone. PostgreSQL, certificates and configuration are the real ones.
source "$(dirname "$0")/lib.sh"

AMPARO_BIN=$scratch/bin
mkdir "$AMPARO_BIN"
for service in case-service scheduling-service statistics-service; do
  cat >"$AMPARO_BIN/$service" <<'END'
#!/usr/bin/env bash
[[ $1 == serve ]] || { echo "$1"; exit 0; }
[[ ! -e $0.broken ]] || { echo "cannot go on: broken on purpose"; exit 1; }
[[ -e $0.mute ]] || echo $$ >"$0.up"
# Under a name that tells whose it is.
exec -a "$0" tail -f /dev/null
END
done
# `amparo health --address HOST:PORT`: the stand-in of that port has come up, and still runs.
cat >"$AMPARO_BIN/amparo" <<'END'
#!/usr/bin/env bash
names=(- case-service scheduling-service statistics-service)
kill -0 "$(cat "${0%/*}/${names[${3##*:} - AMPARO_PORT_BASE]}.up")"
END
chmod 0755 "$AMPARO_BIN"/*
# The stand-ins write beside themselves, as whatever user they run.
chmod 0777 "$AMPARO_BIN"
processes=(postgres case-service scheduling-service statistics-service)
pids() { for name in "${processes[@]}"; do pid_of "$name"; done; }
runs() { grep -qsF "$1" /proc/[0-9]*/cmdline; }
nothing_runs() { ! runs "$scratch"; }
gone() { ! kill -0 "$1" 2>/dev/null; }

step "a service that fails: one message with its log, and nothing is left half-started"
touch "$AMPARO_BIN/statistics-service.broken"
expect_failure 'statistics-service ended' launch --empty
expect_failure 'broken on purpose' launch --empty
nothing_runs || die "something of the failed run is left"
rm "$AMPARO_BIN/statistics-service.broken"

step "starting, from a shell that ends"
bash -c '"$0/deploy/run" --empty' "$root" >"$scratch/first" || die "$(cat "$scratch/first")"
before=$(pids)
said=$(launch status)
expect_text "$said" "statistics-service +serving +[0-9]+ +127.0.0.1:$((AMPARO_PORT_BASE + 3)) +127.0.0.1:$((AMPARO_PORT_BASE + 13)) +/" status
expect_text "$said" "postgres +running +[0-9]+ +$(socket_dir) +- +/" status
expect_text "$(unset AMPARO_BIN && launch status)" "statistics-service +serving" "status, where nobody says that the binaries are elsewhere"

expect_equal "migrate index-people index-cases fill-columns" "$(xargs <"$AMPARO_HOME/log/case-service-migrate.log")" "what is done before the case service serves"

step "again: the same processes"
launch --empty >/dev/null
expect_equal "$before" "$(pids)" "process ids after a second run"

step "services that cannot be asked are not called unhealthy"
mv "$AMPARO_BIN/amparo" "$scratch"
expect_failure "asked with $AMPARO_BIN/amparo, which is missing" launch status
mv "$scratch/amparo" "$AMPARO_BIN"

step "an installation belongs to who made it: no other user takes it over"
as_nobody() { setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; }
if ((EUID)); then
  echo "   not tried: that takes root"
else
  chown nobody "$AMPARO_HOME/amparo-home"
  expect_failure "^amparo: $AMPARO_HOME was made by nobody: run this as that user$" launch --empty
  chown root "$AMPARO_HOME/amparo-home"
  if as_nobody test -r "$root/deploy/run"; then
    for argument in --empty stop reset; do expect_failure 'was made by root: run this as that user' as_nobody "$root/deploy/run" "$argument"; done
    expect_failure "$AMPARO_HOME/tls/cli.key, which only root may read" as_nobody "$root/deploy/run" status
  fi
  expect_equal "$before" "$(pids)" "process ids after others tried"
fi

step "what to try next can be typed as it is printed, whatever the folder is called, and through sudo"
# next_steps HOME
next_steps() {
  AMPARO_HOME=$1 bash -c 'set -euo pipefail; for part in base data; do source "$0/$part.sh"; done; show_next newsroom' "$root/deploy/local/lib"
}
expect_text "$(SUDO_USER='' next_steps "$scratch/two words")" "^  AMPARO_HOME=$scratch/two\\\\ words .*deploy/run status   \(or stop, reset, help\)$" "what to try next"
if ((EUID == 0)); then
  said=$(SUDO_USER=nobody next_steps "$scratch/other")
  expect_text "$said" "^  sudo AMPARO_HOME=$scratch/other .*/amparo case list --office cebu$" "what to try next, through sudo"
  expect_text "$said" "token a.reyes \| sudo tee .*other/people/token >/dev/null$" "what to try next, through sudo"
fi

step "a pid file that was lost: the server is left alone, whatever its folder is called"
ln -s "$AMPARO_HOME" "$scratch/link"
mv "$AMPARO_HOME/run/postgres.pid" "$scratch"
served="another PostgreSQL \(process $(awk '{print $1}' "$scratch/postgres.pid")\) serves"
AMPARO_HOME=$scratch/link/ expect_failure "$served" launch --empty
for command in stop reset; do expect_failure "$served" launch "$command"; done
mv "$scratch/postgres.pid" "$AMPARO_HOME/run"
[[ -e $AMPARO_HOME/pg/postmaster.pid ]] || die "the lock of a server that runs is gone"
expect_equal "$before" "$(pids)" "process ids after the pid file was lost"

step "a service that fails when others run already: those stay"
killed=$(pid_of statistics-service)
kill -KILL "$killed"
eventually 10 gone "$killed"
touch "$AMPARO_BIN/statistics-service.broken"
expect_failure 'broken on purpose' launch --empty
rm "$AMPARO_BIN/statistics-service.broken"
touch "$AMPARO_BIN/statistics-service.mute"
AMPARO_START_SECONDS=1 expect_failure '^amparo: statistics-service did not become healthy within 1 s' launch --empty
rm "$AMPARO_BIN/statistics-service.mute"
for seconds in 0 3601 1.5 soon; do AMPARO_START_SECONDS=$seconds expect_failure "whole number from 1 to 3600, not '$seconds'" launch --empty; done
expect_failure 'case-service +serving' launch status
expect_failure 'statistics-service +stopped' launch status

step "a port in use"
node -e 'require("net").createServer().listen(process.argv[1], "127.0.0.1", () => console.log("listening"))' \
  $((AMPARO_PORT_BASE + 13)) >"$scratch/holder" &
holder=$!
eventually 10 grep -q listening "$scratch/holder"
expect_failure "port $((AMPARO_PORT_BASE + 13)).*in use by process $holder" launch --empty
kill "$holder"
wait "$holder" || true

step "a binary that was built anew, and PostgreSQL killed; a shell that stands in its folder is no server"
echo '# changed' >>"$AMPARO_BIN/case-service"
old=$(pid_of case-service)
kill -KILL "$(pid_of postgres)"
(cd "$AMPARO_HOME/pg" && launch --empty) >/dev/null
[[ $old != "$(pid_of case-service)" ]] || die "the old case-service still runs"
expect_equal 1 "$(database -c 'SELECT 1')" "PostgreSQL after it was killed"
expect_equal on,on,on "$(database -c "SELECT current_setting('fsync') || ',' || current_setting('synchronous_commit') || ',' || current_setting('data_checksums')")" durability

step "nothing runs as root; PostgreSQL has no TCP port; roles have what they need and no more"
for name in "${processes[@]}"; do [[ $(stat -c %u "/proc/$(pid_of "$name")") != 0 ]] || die "$name runs as root"; done
expect_equal "" "$(database -c 'SHOW listen_addresses')" listen_addresses
database -U cases_owner -c 'CREATE TABLE cases.probe (a int)' >/dev/null
database -U cases -c 'INSERT INTO cases.probe VALUES (1)' >/dev/null
expect_failure 'permission denied' database -U cases -c 'CREATE TABLE cases.other (a int)'
expect_failure 'permission denied' database -U scheduling -c 'SELECT * FROM cases.probe'

step "keys are for their owner alone, and the authority's, the clients' and the provider's not for the services; certificates carry their identity"
expect_equal "" "$(find "$AMPARO_HOME/"{tls,keys,people} \( -name '*.key' -o -name key.pem \) -perm /077)" "keys that others may read"
for key in tls/{ca,cli,front-desk}.key people/key.pem; do expect_equal $EUID "$(stat -c %u "$AMPARO_HOME/$key")" "owner of $key"; done
expect_text "$(openssl x509 -in "$AMPARO_HOME/tls/cli.pem" -noout -ext subjectAltName)" 'URI:spiffe://amparo/cli' "certificate of the client"
openssl verify -CAfile "$AMPARO_HOME/tls/ca.pem" "$AMPARO_HOME/tls/case-service.pem" >/dev/null

step "tokens of people: what is no subject and what would be good for too long is refused, and nothing but the token is printed"
token() { "$root/deploy/token" "$@"; }
expect_text "$(token a.reyes)" '^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$' "a token"
for subject in A.Reyes 'a reyes' spiffe://amparo/people/a.reyes "$(printf 'a%.0s' {1..101})"; do expect_failure 'a subject is' token "$subject"; done
expect_failure 'good for 1 hour at most' token a.reyes --for 61m
expect_failure 'a number and s, m or h' token a.reyes --for soon
AMPARO_HOME=$scratch/nowhere expect_failure 'deploy/run makes one' token a.reyes

step "an installation of before people were known gets what it lacks, and one with keys of another provider keeps them"
rm -r "$AMPARO_HOME/people" "$AMPARO_HOME"/tls/front-desk.*
launch --empty >/dev/null
[[ -e $AMPARO_HOME/people/key.pem && -e $AMPARO_HOME/tls/front-desk.pem ]] || die "the provider or the front desk was not made"
echo '{"keys": []}' >"$AMPARO_HOME/people/jwks.json"
rm "$AMPARO_HOME/people/key.pem"
launch --empty >/dev/null
expect_equal '{"keys": []}' "$(cat "$AMPARO_HOME/people/jwks.json")" "the keys of another provider"
[[ ! -e $AMPARO_HOME/people/key.pem ]] || die "a key was made that nobody trusts"

step "stop ends just what was started: a pid that went to another process is left alone"
kill -KILL "$(pid_of statistics-service)"
tail -f /dev/null &
stranger=$!
sed -i "s/^[0-9]*/$stranger/" "$AMPARO_HOME/run/statistics-service.pid"
# Root may, whosever it is.
if ((EUID == 0)); then chown nobody "$AMPARO_HOME/amparo-home"; fi
launch stop >/dev/null
if ((EUID == 0)); then chown root "$AMPARO_HOME/amparo-home"; fi
kill -0 "$stranger" || die "stop ended a process that is not ours"
kill "$stranger"
nothing_runs || die "stop left something running"

step "a disk without room"
mkdir "$scratch/small"
cat >"$scratch/small/df" <<'END'
#!/bin/sh
echo 'Filesystem 1048576-blocks Used Available Capacity Mounted on'
echo 'tmpfs 20 0 20 0% /small'
END
chmod 0755 "$scratch/small/df"
PATH=$scratch/small:$PATH expect_failure 'disk is full: 20 MB left on /small' launch --empty

step "a disk that fills up: one message that says so, and nothing is left half-started"
# no_room FILE: it cannot be written.
no_room() {
  local out
  ln -s /dev/full "$AMPARO_HOME/$1.new"
  if out=$(launch --empty 2>&1); then die "it went on without $1"; fi
  rm "$AMPARO_HOME/$1.new"
  expect_equal "amparo: cannot write $AMPARO_HOME/$1" "$(grep 'amparo: ' <<<"$out")" "what is said"
  expect_text "$out" 'The disk is full: .* left on /' "what is said"
  nothing_runs || die "something is left of a run that could not write $1"
}
rm "$AMPARO_HOME/tls/cli.pem" "$AMPARO_HOME/people/jwks.json"
for file in tls/cli.ext people/jwks.json pg/amparo.conf config/cli.textproto; do no_room "$file"; done
mkdir "$AMPARO_HOME/run/statistics-service.pid"
expect_failure 'cannot write .*statistics-service.pid, so statistics-service was ended again' launch --empty
rmdir "$AMPARO_HOME/run/statistics-service.pid"
nothing_runs || die "something is left of a run that could not write a pid file"

step "a missing tool, and a folder without the programs"
mkdir "$scratch/empty"
AMPARO_BIN=$scratch/empty expect_failure 'these programs are not: case-service' launch --empty
mkdir "$scratch/tools"
openssl=$(command -v openssl)
ln -s "${openssl%/*}"/* "$scratch/tools"
rm "$scratch/tools/openssl"
PATH=$scratch/tools expect_failure 'not on PATH: openssl' launch --empty

step "ended in the middle: nothing is left half-started"
# launch_behind: a run in the background, whose process is `run`; what it says is in the file `ended`.
launch_behind() {
  rm -f "$scratch/ended"
  # What a script starts in the background ignores INT, unless it is told otherwise.
  env --default-signal=INT "$root/deploy/run" --empty >"$scratch/ended" 2>&1 &
  run=$!
}
# end_with SIGNAL CODE: a run whose statistics-service never becomes healthy is ended while it waits for it.
end_with() {
  local run code=0
  launch stop >/dev/null
  launch_behind
  eventually 60 grep -q 'scheduling-service started' "$scratch/ended"
  kill -s "$1" "$run"
  wait "$run" || code=$?
  expect_equal "$2" "$code" "exit code after $1"
  expect_text "$(cat "$scratch/ended")" 'Stopping what this run started' "a run that was ended"
  nothing_runs || die "something is left of a run that was ended by $1"
}
touch "$AMPARO_BIN/statistics-service.mute"
end_with INT 130
end_with TERM 143

step "ended at the moment a process is started: it is not lost"
# end_at_start SIGNAL CODE MILLISECONDS: that long after statistics-service was started.
end_at_start() {
  local run code=0 log=$AMPARO_HOME/log/statistics-service.log deadline=$((SECONDS + 60))
  rm -f "$log"
  launch_behind
  # A step of `eventually` would be too long.
  until [[ -e $log ]]; do ((SECONDS < deadline)) || die "statistics-service was not started: $(cat "$scratch/ended")"; done
  sleep "0.00$3"
  kill -s "$1" "$run"
  wait "$run" || code=$?
  expect_equal "$2" "$code" "exit code after $1 $3 ms after the start of a process ($(cat "$scratch/ended"))"
  ! runs "$AMPARO_BIN/statistics-service" || die "$1 $3 ms after the start of a process left it behind"
}
rm "$AMPARO_BIN/statistics-service.mute"
launch --empty >/dev/null
touch "$AMPARO_BIN/statistics-service.mute"
kill -KILL "$(pid_of statistics-service)"
for pause in 0 1 3 6; do
  end_at_start INT 130 "$pause"
  end_at_start TERM 143 "$pause"
done
rm "$AMPARO_BIN/statistics-service.mute"

step "a second run at the same time is refused"
exec 7>>"$AMPARO_HOME/lock"
flock 7
expect_failure 'another deploy/run is at work' launch --empty
exec 7>&-

step "a folder that PostgreSQL's user may not pass, with a name too long for a socket"
launch reset >/dev/null
mkdir -m 0700 "$scratch/closed"
AMPARO_HOME=$scratch/closed/$(printf 'long%.0s' {1..30})
launch --empty >/dev/null
expect_equal 1 "$(database -c 'SELECT 1')" "PostgreSQL below a closed folder"
launch reset >/dev/null
nothing_runs || die "reset left something running"
expect_equal "" "$(ls -A "$AMPARO_HOME" | grep -vE '^(amparo-home|lock|lock.pid)$' || true)" "what reset left"

step "a folder of somebody else is never taken"
mkdir "$scratch/theirs" && echo keep >"$scratch/theirs/letter"
AMPARO_HOME=$scratch/theirs
expect_failure 'did not put there' launch --empty
launch reset >/dev/null
expect_equal keep "$(cat "$scratch/theirs/letter")" "the letter"
echo "good"
