#!/usr/bin/env bash
# People: known by tokens, allowed by grants. What was revoked is refused within a second by all three services, open streams included;
# a service that cannot know that a grant still stands lets nobody in, and workloads go on.
source "$(dirname "$0")/lib.sh"

now_ms() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }
token() { "$root/deploy/token" "$@"; }
# through_desk FILE ARGUMENT...: the command with the token in that file, through the front desk.
through_desk() {
  local file=$1
  shift
  amparo --config "$AMPARO_HOME/config/front-desk.textproto" --token-file "$file" "$@"
}
# as SUBJECT ARGUMENT...: the command as that person.
as() {
  local subject=$1
  shift
  [[ -s $scratch/$subject.token ]] || token "$subject" >"$scratch/$subject.token"
  through_desk "$scratch/$subject.token" "$@"
}
# expect_code CODE PATTERN COMMAND...: it ends with that exit code, and says so in words.
expect_code() {
  local wanted=$1 pattern=$2 code=0 out
  shift 2
  out=$("$@" 2>&1) || code=$?
  expect_equal "$wanted" "$code" "exit code of '$*', which said '$out'"
  expect_text "$out" "$pattern" "'$*'"
}
# ends_with CODE SUBJECT COMMAND...: whether it does; what it said is in the file `said`, its exit code in REPLY.
ends_with() {
  local wanted=$1
  shift
  REPLY=0
  as "$@" >"$scratch/said" 2>&1 || REPLY=$?
  ((REPLY == wanted))
}
# works SUBJECT COMMAND...: soon.
works() { eventually 20 as "$@"; }
# give SUBJECT ROLE OFFICE: sets REPLY to the grant's name.
give() {
  REPLY=$(amparo call GrantService/CreateGrant "{\"parent\": \"offices/$3\", \"grant\": {\"principal\": \"spiffe://amparo/people/$1\",
    \"role\": \"ROLE_${2^^}\", \"reason\": \"a test\"}}" | sed -n 's/^ *"name": "\(.*\)",\?$/\1/p')
  [[ $REPLY == offices/$3/grants/* ]] || die "no grant was given to $1: '$REPLY'"
}
revoke() { amparo call GrantService/RevokeGrant "{\"name\": \"$1\", \"reason\": \"a test\"}" >/dev/null; }

# What was promised, in milliseconds.
promised=1000
# refused_since MOMENT CODE SUBJECT COMMAND...: no call that begins when the promised time has passed since then is answered, and soon
# they end with CODE. That holds on the slowest machine: who does not hear in time that a grant stands refuses by itself.
refused_since() {
  local since=$1 began
  shift
  while :; do
    began=$(now_ms)
    if ends_with "$@"; then return 0; fi
    ((REPLY != 0 || began - since < promised)) || die "after $((began - since)) ms '$*' was answered"
    ((began - since < 20000)) || die "'$*' still ends with $REPLY:"$'\n'"$(cat "$scratch/said")"
  done
}
# open_stream NAME SUBJECT COMMAND...: follows a stream, from its first line on. How it ends is kept: the exit code, and when that was.
streams=()
open_stream() {
  local name=$1
  shift
  (
    code=0
    as "$@" >"$scratch/$name.out" 2>"$scratch/$name.err" || code=$?
    ended=$(now_ms)
    echo "$code $ended" >"$scratch/$name.new" && mv "$scratch/$name.new" "$scratch/$name.end"
  ) &
  streams+=("$name")
  eventually 20 test -s "$scratch/$name.out"
}
# streams_ended MOMENT CODE PATTERN: all that are open end, and say why; prints how long since then they went on.
streams_ended() {
  local name code ended
  for name in "${streams[@]}"; do
    eventually 10 test -e "$scratch/$name.end"
    read -r code ended <"$scratch/$name.end"
    rm "$scratch/$name.end" "$scratch/$name.out"
    echo "  the stream $name went on for $((ended - $1)) ms"
    expect_equal "$2" "$code" "exit code of the stream $name ($(cat "$scratch/$name.err"))"
    expect_text "$(cat "$scratch/$name.err")" "$3" "the end of the stream $name"
  done
  streams=()
}
is_gone() { ! is_alive "$1"; }

launch --empty >"$scratch/launch" || die "$(cat "$scratch/launch")"
for office in cebu manila; do
  amparo call OfficeService/CreateOffice "{\"office_id\": \"$office\", \"office\": {\"display_name\": \"An office\", \"country_code\": \"PH\",
    \"currency_code\": \"PHP\", \"time_zone\": \"Asia/Manila\", \"open_date\": {\"year\": 2006, \"month\": 1, \"day\": 9}}}" >/dev/null
  amparo call CourtService/CreateCourt "{\"parent\": \"offices/$office\", \"court\": {\"display_name\": \"Family court\", \"city\": \"A city\",
    \"time_zone\": \"Asia/Manila\"}}" >/dev/null
done
amparo case create --office cebu --number CEB-2014-101 --title "A report" --crime-type 02041 --report-date 2014-05-13 >/dev/null
# Its day is past, so there is something to be reminded of.
amparo task add cebu/CEB-2014-101 --title "Call the shelter" --due 2014-06-01 --role social-worker >/dev/null
amparo status --wait >/dev/null

# What somebody asks of each service; the office follows.
cases=(case list --office)
hearings=(hearing list --office)
report=(report convictions --by office --office)

step "without a grant nobody may do anything"
for words in cases hearings report; do
  declare -n command=$words
  # As soon as the service knows that there is none.
  eventually 20 ends_with 6 a.reyes "${command[@]}" cebu
  expect_text "$(cat "$scratch/said")" 'PERMISSION_DENIED' "$words without a grant"
done
sed '/^token_file/d' "$AMPARO_HOME/config/front-desk.textproto" >"$AMPARO_HOME/config/desk.textproto"
expect_code 6 'PERMISSION_DENIED' amparo --config "$AMPARO_HOME/config/desk.textproto" "${cases[@]}" cebu

step "a grant lets them do what it says, in its office"
amparo grant add cebu a.reyes social_worker --reason "new in the team" >/dev/null
works a.reyes "${cases[@]}" cebu
works a.reyes "${hearings[@]}" cebu
expect_code 6 'PERMISSION_DENIED' as a.reyes "${report[@]}" cebu
give a.reyes statistician cebu
works a.reyes "${report[@]}" cebu
expect_code 3 'NOT_FOUND' as a.reyes "${cases[@]}" manila
expect_code 3 'NOT_FOUND' as a.reyes "${hearings[@]}" manila
expect_code 3 'NOT_FOUND' as a.reyes "${report[@]}" manila
expect_text "$(amparo grant list cebu --format json)" 'spiffe://amparo/people/a\.reyes' "the grants of an office"

step "who did it is the person, not the desk that they came through"
as a.reyes task add cebu/CEB-2014-101 --title "Visit the family" --due 2014-06-02 --role social-worker >/dev/null
expect_text "$(amparo audit list --office cebu --caller spiffe://amparo/people/a.reyes)" 'CreateTask' "the audit trail"

step "a token of another key, a signature of another token, and a token through another workload are refused by all"
mkdir -p "$scratch/other/people"
openssl genpkey -algorithm ed25519 -out "$scratch/other/people/key.pem"
AMPARO_HOME=$scratch/other token a.reyes >"$scratch/foreign"
IFS=. read -r header claims _ <"$scratch/a.reyes.token"
IFS=. read -r _ _ signature < <(token b.cruz)
echo "$header.$claims.$signature" >"$scratch/mixed"
for words in cases hearings report; do
  declare -n command=$words
  expect_code 6 'UNAUTHENTICATED TOKEN_' through_desk "$scratch/foreign" "${command[@]}" cebu
  expect_code 6 'UNAUTHENTICATED TOKEN_SIGNATURE' through_desk "$scratch/mixed" "${command[@]}" cebu
  expect_code 6 'UNAUTHENTICATED' amparo --token-file "$scratch/a.reyes.token" "${command[@]}" cebu
  works a.reyes "${command[@]}" cebu
done

step "what is revoked is refused within a second, everywhere; open streams end"
# One role that all three services know.
give c.lim batch cebu
grant=$REPLY
for words in cases hearings report; do
  declare -n command=$words
  works c.lim "${command[@]}" cebu
done
open_stream cases-feed c.lim feed tail --follow
open_stream hearings-feed c.lim feed tail --service scheduling --follow
open_stream reminders c.lim task remind --office cebu --follow
expect_equal "" "$(grep -h 'offices/manila' "$scratch"/{cases,hearings}-feed.out || true)" "what a person is told of another office"
revoke "$grant"
since=$(now_ms)
refused_since "$since" 6 c.lim "${cases[@]}" cebu
refused_since "$since" 6 c.lim "${hearings[@]}" cebu
refused_since "$since" 6 c.lim "${report[@]}" cebu
streams_ended "$since" 6 'PERMISSION_DENIED GRANT_REVOKED'
works a.reyes "${cases[@]}" cebu

# grants_are_stale MOMENT: the case service says nothing since then; those that follow it refuse people, and not workloads.
grants_are_stale() {
  refused_since "$1" 5 d.sy "${hearings[@]}" cebu
  expect_text "$(cat "$scratch/said")" 'UNAVAILABLE GRANTS_STALE' "hearings without fresh grants"
  refused_since "$1" 5 d.sy "${report[@]}" cebu
  expect_text "$(cat "$scratch/said")" 'UNAVAILABLE GRANTS_STALE' "reports without fresh grants"
  streams_ended "$1" 5 'UNAVAILABLE GRANTS_STALE'
  amparo "${hearings[@]}" cebu >/dev/null || die "a workload is refused by the scheduling service"
  amparo "${report[@]}" cebu >/dev/null || die "a workload is refused by the statistics service"
}
give d.sy batch cebu
grant=$REPLY
for words in cases hearings report; do
  declare -n command=$words
  works d.sy "${command[@]}" cebu
done

step "the case service stands still: whoever cannot ask it lets no person in, and goes on with workloads"
open_stream hearings-feed d.sy feed tail --service scheduling --follow
pid=$(pid_of case-service)
since=$(now_ms)
kill -STOP "$pid"
grants_are_stale "$since"
kill -CONT "$pid"
works d.sy "${hearings[@]}" cebu
works d.sy "${report[@]}" cebu

step "the case service is gone, and comes again"
open_stream hearings-feed d.sy feed tail --service scheduling --follow
since=$(now_ms)
kill -KILL "$pid"
eventually 10 is_gone "$pid"
grants_are_stale "$since"
launch --empty >"$scratch/launch" || die "$(cat "$scratch/launch")"
for words in cases hearings report; do
  declare -n command=$words
  works d.sy "${command[@]}" cebu
done

step "a service that slept while a grant was revoked does not go by what it knew"
pid=$(pid_of scheduling-service)
kill -STOP "$pid"
revoke "$grant"
since=$(now_ms)
until (($(now_ms) - since >= promised)); do :; done
kill -CONT "$pid"
if ends_with 0 d.sy "${hearings[@]}" cebu; then die "it let them in"; fi
eventually 20 ends_with 6 d.sy "${hearings[@]}" cebu
works a.reyes "${hearings[@]}" cebu

step "no token stands in a log"
for file in "$scratch"/*.token; do
  signature=$(cut -d. -f3 "$file")
  if grep -rqF -- "$signature" "$AMPARO_HOME/log"; then die "a token stands in a log"; fi
done
echo "good"
