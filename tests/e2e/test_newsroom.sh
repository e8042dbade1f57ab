#!/usr/bin/env bash
# The whole path: one command, and the newsroom's facts come out by counting.
source "$(dirname "$0")/lib.sh"

step "deploy/run prints the highlights, the addresses and what to try next"
launch >"$scratch/first" || die "$(cat "$scratch/first")"
expect_text "$(cat "$scratch/first")" 'Highlights of 2014-11' "the first run"
expect_text "$(cat "$scratch/first")" "127\.0\.0\.1:$((AMPARO_PORT_BASE + 13))/metrics" "the first run"
expect_text "$(cat "$scratch/first")" 'Try next' "the first run"

step "every figure, as programs read it"
node --test "$root/tests/e2e/newsroom.mjs"

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

step "no name of a person, no narrative and no address in clear, in any column"
pg_dump -h "$(socket_dir)" -U postgres amparo --inserts >"$scratch/dump"
if grep -qaF "A neighbour reports that girls" "$scratch/dump"; then die "a narrative stands in the database in clear"; fi
[[ $(amparo case get phnom-penh/PNH-2013-001 --full --format json) == *"A neighbour reports that girls"* ]] ||
  die "the narrative cannot be read back"
