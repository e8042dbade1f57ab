#!/usr/bin/env bash
# What deploy/run does when things go wrong, with stand-ins for the services: they are up as long as they run, so that what is tested
# is the launcher alone. PostgreSQL, certificates and configuration are the real ones.
source "$(dirname "$0")/lib.sh"

AMPARO_BIN=$scratch/bin
mkdir "$AMPARO_BIN"
for service in case-service scheduling-service statistics-service; do
  cat >"$AMPARO_BIN/$service" <<'END'
#!/usr/bin/env bash
[[ $1 != migrate ]] || exit 0
[[ ! -e $0.broken ]] || { echo "cannot go on: broken on purpose"; exit 1; }
echo $$ >"$0.up"
exec tail -f /dev/null
END
done
# `amparo health --address HOST:PORT`: the stand-in of that port has come up, and still runs.
cat >"$AMPARO_BIN/amparo" <<'END'
#!/usr/bin/env bash
names=(- case-service scheduling-service statistics-service)
kill -0 "$(cat "${0%/*}/${names[${3##*:} - AMPARO_PORT_BASE]}.up")"
END
chmod 0755 "$AMPARO_BIN"/*
processes=(postgres case-service scheduling-service statistics-service)
pids() { for name in "${processes[@]}"; do pid_of "$name"; done; }
nothing_runs() { ! grep -qsF "$scratch" /proc/[0-9]*/cmdline; }

step "a service that fails: one message with its log, and nothing is left half-started"
touch "$AMPARO_BIN/statistics-service.broken"
expect_failure 'statistics-service ended' launch --empty
expect_failure 'broken on purpose' launch --empty
nothing_runs || die "something of the failed run is left"
rm "$AMPARO_BIN/statistics-service.broken"

step "starting, from a shell that ends"
bash -c '"$0/deploy/run" --empty' "$root" >"$scratch/first" || die "$(cat "$scratch/first")"
before=$(pids)
expect_text "$(launch status)" "statistics-service +serving" status

step "again: the same processes"
launch --empty >/dev/null
expect_equal "$before" "$(pids)" "process ids after a second run"

step "a service that fails when others run already: those stay"
kill -KILL "$(pid_of statistics-service)"
touch "$AMPARO_BIN/statistics-service.broken"
expect_failure 'broken on purpose' launch --empty
rm "$AMPARO_BIN/statistics-service.broken"
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

step "a binary that was built anew, and PostgreSQL killed"
echo '# changed' >>"$AMPARO_BIN/case-service"
old=$(pid_of case-service)
kill -KILL "$(pid_of postgres)"
launch --empty >/dev/null
[[ $old != "$(pid_of case-service)" ]] || die "the old case-service still runs"
expect_equal 1 "$(database -c 'SELECT 1')" "PostgreSQL after it was killed"
expect_equal on,on,on "$(database -c "SELECT current_setting('fsync') || ',' || current_setting('synchronous_commit') || ',' || current_setting('data_checksums')")" durability

step "PostgreSQL has an unprivileged user and no TCP port; roles have what they need and no more"
[[ $(stat -c %u "/proc/$(pid_of postgres)") != 0 ]] || die "PostgreSQL runs as root"
expect_equal "" "$(database -c 'SHOW listen_addresses')" listen_addresses
database -U cases_owner -c 'CREATE TABLE cases.probe (a int)' >/dev/null
database -U cases -c 'INSERT INTO cases.probe VALUES (1)' >/dev/null
expect_failure 'permission denied' database -U cases -c 'CREATE TABLE cases.other (a int)'
expect_failure 'permission denied' database -U scheduling -c 'SELECT * FROM cases.probe'

step "keys are for their owner alone; certificates carry their identity"
expect_equal "" "$(find "$AMPARO_HOME/tls" "$AMPARO_HOME/keys" -type f -perm /077)" "files that others may read"
expect_text "$(openssl x509 -in "$AMPARO_HOME/tls/cli.pem" -noout -ext subjectAltName)" 'URI:spiffe://amparo/cli' "certificate of the client"
openssl verify -CAfile "$AMPARO_HOME/tls/ca.pem" "$AMPARO_HOME/tls/case-service.pem" >/dev/null

step "stop ends just what was started: a pid that went to another process is left alone"
kill -KILL "$(pid_of statistics-service)"
tail -f /dev/null &
stranger=$!
sed -i "s/^[0-9]*/$stranger/" "$AMPARO_HOME/run/statistics-service.pid"
launch stop >/dev/null
kill -0 "$stranger" || die "stop ended a process that is not ours"
kill "$stranger"
nothing_runs || die "stop left something running"

step "a disk without room"
if ((EUID == 0)) && mkdir "$scratch/small" && mount -t tmpfs -o size=20m tmpfs "$scratch/small" 2>/dev/null; then
  AMPARO_HOME=$scratch/small/home expect_failure 'disk is full: 20 MB left' launch --empty
  umount "$scratch/small"
else
  echo "not tried: making a small file system takes root"
fi

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
