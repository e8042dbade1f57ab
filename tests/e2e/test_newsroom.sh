#!/usr/bin/env bash
# The whole path: one command, and the newsroom's facts come out by counting.
source "$(dirname "$0")/lib.sh"

step "deploy/run prints the highlights, the addresses and what to try next"
launch >"$scratch/first" || die "$(cat "$scratch/first")"
expect_text "$(cat "$scratch/first")" 'Highlights of 2014-11' "the first run"
expect_text "$(cat "$scratch/first")" 'In 2014 up to 11 December' "the first run"
expect_text "$(cat "$scratch/first")" "127\.0\.0\.1:$((AMPARO_PORT_BASE + 13))/metrics" "the first run"
expect_text "$(cat "$scratch/first")" 'Try next' "the first run"

step "every figure, as programs read it"
node_tests newsroom.mjs

step "a second run takes seconds and doubles nothing"
amparo report convictions --by office --format json >"$scratch/before"
began=$SECONDS
launch >"$scratch/second" || die "$(cat "$scratch/second")"
((SECONDS - began < 30)) || die "the second run took $((SECONDS - began)) s"
amparo import "$root/deploy/local/newsroom" --format json >"$scratch/again"
expect_equal 0 "$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).reduce((n, row) => n + row.created + row.rejected, 0)' \
  "$scratch/again")" "rows that a repeated import created or rejected"
amparo status --wait >/dev/null
amparo report convictions --by office --format json | cmp - "$scratch/before" || die "a repeated import changed the counts"

step "records that no bundle has came once too, also when they are sent again"
rm "$AMPARO_HOME/newsroom.loaded"
launch >"$scratch/third" || die "$(cat "$scratch/third")"
services_of() {
  amparo call ServiceDeliveryService/ListServiceDeliveries "{\"parent\": \"offices/$1/cases/-\", \"page_size\": 1000}" | grep -c '"kind":'
}
expect_equal 36 "$(services_of cebu)" "services given to the survivors of Cebu"
expect_equal 39 "$(services_of la-paz)" "services given to the survivors of La Paz"
records=$(cat "$root"/deploy/local/newsroom/*.jsonl | wc -l)
amparo import "$root/deploy/local/newsroom" --format json >"$scratch/sent"
expect_equal "$records" "$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).filter((row) => row.what.startsWith("records: "))
  .reduce((n, row) => n + row.unchanged, 0)' "$scratch/sent")" "records that were there already"
amparo report convictions --by office --format json | cmp - "$scratch/before" || die "records changed the counts"

step "no name of a person, no narrative and no address in clear: in no column (those of the feeds are among them), metric or log"
# What nobody may find, and a title as the proof that the search finds what is there.
secret=("Maria Clara Alba" "12 Sampaguita Lane" "+63 917 555 0142" "She was told of work in a hotel" "A teacher of the third grade")
title="A report with names in it"
case=offices/cebu/cases/0b4d1f5e-7c1a-4f3e-9a56-0d6f6f1c2a01
cat >"$scratch/people.json" <<END
{"cases": [{
  "case": {"name": "$case", "case_number": "CEB-NAMES", "title": "$title", "crime_type": "02041", "stage": "CASE_STAGE_REPORTED",
           "report_date": {"year": 2014, "month": 12, "day": 1},
           "narrative": {"narrative": "${secret[3]}", "reporter": "${secret[4]}"}},
  "parties": [{"name": "$case/parties/0b4d1f5e-7c1a-4f3e-9a56-0d6f6f1c2a02", "role": "PARTY_ROLE_SURVIVOR", "pseudonym": "Survivor A",
               "identity": {"full_name": "${secret[0]}", "address": "${secret[1]}", "contact": "${secret[2]}"}}],
  "venues": [{"name": "offices/cebu/venues/0b4d1f5e-7c1a-4f3e-9a56-0d6f6f1c2a03", "kind": "VENUE_KIND_BAR", "pseudonym": "Bar 1",
              "city": "Cebu City", "address": "${secret[1]}"}]
}]}
END
amparo import "$scratch/people.json" >/dev/null
amparo status --wait >/dev/null
[[ $(amparo case get "$case" --full --format json) == *"${secret[3]}"*"${secret[4]}"* ]] || die "the narrative cannot be read back"

pg_dump -h "$(socket_dir)" -U postgres amparo --inserts >"$scratch/dump"
for i in 11 12 13; do curl -sf "http://127.0.0.1:$((AMPARO_PORT_BASE + i))/metrics"; done >"$scratch/metrics"
cat "$AMPARO_HOME"/log/*.log >"$scratch/logs"
# pg_dump writes bytes in hexadecimal digits.
hex() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }
stands_in() { grep -qaF -e "$2" -e "$(hex "$2")" "$scratch/$1"; }
stands_in dump "$title" || die "the search does not find the title, which is there"
for text in "${secret[@]}"; do
  for place in dump metrics logs; do
    if stands_in "$place" "$text"; then die "'$text' stands in the $place in clear"; fi
  done
done

step "what was read and changed in all this is in a trail that is whole, in both services that keep one"
trail_is_whole cebu
