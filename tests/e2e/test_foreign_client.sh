#!/usr/bin/env bash
# A client of another language, over mutual TLS: what it may do, and what it is told when it may not.
source "$(dirname "$0")/lib.sh"
launch --empty >"$scratch/launch" || die "$(cat "$scratch/launch")"

step "a certificate of another authority"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=other \
  -addext 'subjectAltName=URI:spiffe://amparo/cli' -keyout "$scratch/other.key" -out "$scratch/other.pem" 2>/dev/null
SCRATCH=$scratch node_tests foreign_client.mjs

step "from the first report to a restored survivor"
node_tests survivor.mjs
