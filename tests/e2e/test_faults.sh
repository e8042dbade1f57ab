#!/usr/bin/env bash
# Properties under faults: no acknowledged write lost, no effect doubled, a feed without gaps, totals that equal a recount; with
# `kill -9` of every process and SIGTERM of every service, all under a stream of writes or under an import.
source "$(dirname "$0")/lib.sh"
launch --empty >"$scratch/launch" || die "$(cat "$scratch/launch")"
node_tests faults.mjs

step "whatever was killed, the audit trails are whole"
trail_is_whole cebu
