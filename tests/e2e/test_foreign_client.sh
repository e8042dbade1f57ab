#!/usr/bin/env bash
# Callers, as protos/README.md has them: a client of another language, over mutual TLS: what it may do, and what it is told when it may
# not; then both walks from the first report to a restored survivor, run as that guide prints them.
source "$(dirname "$0")/lib.sh"

# The second identity that approving takes is known by a configuration of this test's own.
cp -r "$root/deploy" "$scratch/deploy"
echo 'principals { identity: "spiffe://amparo/supervisor" roles: ROLE_SUPERVISOR offices: "*" }' >>"$scratch/deploy/config/case-service.textproto.in"
launch() { "$scratch/deploy/run" "$@"; }
launch --empty >"$scratch/launch" || die "$(cat "$scratch/launch")"

step "a certificate of another authority"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=other \
  -addext 'subjectAltName=URI:spiffe://amparo/cli' -keyout "$scratch/other.key" -out "$scratch/other.pem" 2>/dev/null
SCRATCH=$scratch node_tests foreign_client.mjs

# section HEADING: what stands in the guide under the heading that begins so.
section() { awk -v heading="## $1" '/^## / { on = index($0, heading) == 1 } on' "$root/protos/README.md"; }
cd "$scratch"

step "the walk in Node, in a checkout that has this installation"
mkdir -p checkout/tests/e2e
ln -s "$root"/{protos,build} checkout
ln -s "$AMPARO_HOME" checkout/.amparo
ln -s "$root/tests/e2e/node_modules" checkout/tests/e2e
section '... and with a foreign client' | sed -n '/^```js$/,/^```$/{//!p}' |
  sed "s/127\.0\.0\.1:7401/127.0.0.1:$((AMPARO_PORT_BASE + 1))/" >checkout/tests/e2e/walk.mjs
said=$(cd checkout && timeout 60 node tests/e2e/walk.mjs) || die "the guide's module fails: $said"
expect_text "$said" '^offices/cebu/cases/[0-9a-f-]{36} AFTERCARE_STATE_RESTORED$' "the end of the walk"

step "the walk with amparo"
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=supervisor -keyout supervisor.key -out supervisor.csr 2>/dev/null
openssl x509 -req -in supervisor.csr -CA "$AMPARO_HOME/tls/ca.pem" -CAkey "$AMPARO_HOME/tls/ca.key" -days 1 \
  -extfile <(echo 'subjectAltName=URI:spiffe://amparo/supervisor') -out supervisor.pem 2>/dev/null
sed "s,\.\./tls/ca,$AMPARO_HOME/tls/ca,; s,\.\./tls/cli,supervisor," "$AMPARO_HOME/config/cli.textproto" >supervisor.textproto
amparo call CourtService/CreateCourt '{"parent": "offices/cebu", "court":
  {"display_name": "Regional Trial Court", "city": "Cebu City", "time_zone": "Asia/Manila"}}' >/dev/null

# By what stands for it ("offices/cebu/cases/ID/parties/ID"): the name that the commands answered.
declare -A names
# The command of the walk, which is bash itself: fills in the names, and keeps those that it is answered.
amparo() {
  local word words=() name placeholder
  for word; do
    while [[ $word =~ offices/[a-z]+(/[A-Za-z]+/(ID|FIRST))+ ]]; do
      placeholder=${BASH_REMATCH[0]}
      [[ -n ${names[$placeholder]-} ]] || die "no answer before 'amparo $*' has a name for $placeholder"
      word=${word/"$placeholder"/"${names[$placeholder]}"}
    done
    words+=("$word")
  done
  said=$("$AMPARO_BIN/amparo" "${words[@]}" 2>&1) || die "amparo ${words[*]}: $said"
  # A resource's own name ends its line, in a table and in JSON; other fields that name something are no answer.
  while read -r name; do
    placeholder=$(sed -E 's/[0-9a-f-]{36}/ID/g' <<<"$name")
    names[$placeholder]=$name
    : "${names[${placeholder%ID}FIRST]:=$name}"
  done < <(sed -nE 's/^(.*"name": "|.* |)(offices\/[a-z]+(\/[A-Za-z]+\/[0-9a-f-]{36})+)("?,)?$/\2/p' <<<"$said")
}
section 'From the first report to a restored survivor, with `amparo`' | sed -n 's/^    //p' >walk.sh
# shellcheck source=/dev/null
source walk.sh
# The last command is the case's timeline.
for entry in 'operation executed' 'hearing adjourned' 'verdict +convicted' 'aftercare restored' 'closure approved' 'stage closed'; do
  expect_text "$said" "$entry" "the timeline after the walk"
done
