#!/usr/bin/env bash
# What measures goes on measuring: every line and every ratio is there, no call fails, the obvious server's statements fit the tables as they
# are now, and a part can be asked for. Nothing here asks how fast anything is.
source "$(dirname "$0")/lib.sh"

# In folders of its own below this test's, on ports of its own, with the programs that are there.
bench() { env -u AMPARO_HOME -u AMPARO_PORT_BASE TMPDIR="$scratch" "$root/tests/bench/run" "$@"; }
# refused WORDS ARGUMENT...: at once, with a reason and exit code 2.
refused() {
  local words=$1 code=0 out
  shift
  out=$(bench "$@" 2>&1) || code=$?
  expect_equal 2 "$code" "exit code of 'tests/bench/run $*'"
  expect_text "$(head -n 1 <<<"$out")" "$words" "'tests/bench/run $*'"
}
# measured NAME ARGUMENT...: what is printed goes to NAME; nothing is built for it.
measured() {
  bench --seconds 0.3 --rounds 1 "${@:2}" >"$scratch/$1" 2>"$scratch/log" || die "it does not measure: $(cat "$scratch/log")"
  ! grep '^Building' "$scratch/log" || die "it builds, though AMPARO_BIN says where the programs are"
}

step "what it does not know it refuses, before anything is started"
refused "there is no '--nonsense'" --nonsense
refused "there is no 'GetCase'" GetCase
refused "nothing that is measured is called 'Nothing'" --only Nothing
refused "nothing that is measured is called 'echo'" --scale 1000 --only echo
refused "--seconds wants seconds.*'soon'" --seconds soon
refused "--seconds wants seconds.*'12345'" --seconds 12345
refused "--rounds wants a number.*'0'" --rounds 0
refused "--rows wants a whole number" --rows
refused "--warm-up goes with --scale" --warm-up 1
refused "--rows does not go with --scale" --scale 1000 --rows 10
expect_equal "" "$(compgen -G "$scratch/amparo-bench-*" || true)" "what was begun all the same"

step "programs that are not where they are said to be are named"
AMPARO_BIN=$scratch/nowhere expect_failure 'these programs are not: .*bench-load' bench
rm -r "$scratch"/amparo-bench-*

lines=$(
  for in_flight in 16 64; do
    echo "echo floor $in_flight"
    for call in GetCase CreateCase; do printf '%s\n' "$call amparo $in_flight" "$call obvious $in_flight"; done
  done
  echo "Export amparo 1"
)
ratios=$(
  for in_flight in 16 64; do
    for call in GetCase CreateCase; do
      printf '%s\n' "$call at $in_flight: calls a second / obvious server's" "$call at $in_flight: server CPU a call / echo's"
    done
  done
  echo "Export: rows a second"
)

step "everything, for programs"
measured all --rows 2000 --json
of_all() { jq -r "$1" "$scratch/all"; }
expect_equal "$lines" "$(of_all '.lines[] | "\(.call) \(.server) \(.in_flight)"')" "the lines"
expect_equal "$ratios" "$(of_all '.ratios[].what')" "the ratios"
expect_equal "" "$(of_all '.lines[] | select(.failed != 0) | "\(.call) on \(.server): \(.failed)"')" "what failed ($(cat "$scratch/log"))"
expect_equal "" "$(of_all '.lines[] | select(.answered > 0 and .per_second > 0 | not) | "\(.call) on \(.server)"')" "what nobody answered"
expect_equal "" "$(of_all '.lines[] | select(.call != "Export" and (.p50_us > 0 and .p99_us >= .p50_us | not)) | "\(.call) on \(.server)"')" \
  "what took no time"
expect_equal true "$(of_all '.lines[] | select(.call == "Export").answered >= 2000')" "whether the export brought what was filled in"

step "a part, for people"
measured part --only CreateCase
of_part() { awk -F' *[|] *' "\$3 ~ /^(floor|amparo|obvious)\$/ { $1 }" "$scratch/part"; }
expect_equal "$(grep -E '^(echo|CreateCase) ' <<<"$lines")" "$(of_part 'print $2, $3, $4')" "the lines of the part"
expect_equal "" "$(of_part 'if ($(NF - 1) != 0) print')" "what failed in the part"
expect_text "$(cat "$scratch/part")" "^\| CreateCase at 64: calls a second / obvious server's \| [0-9.]+ \| at least 3 \|$" "its ratios"

step "it leaves nothing behind"
expect_equal "" "$(compgen -G "$scratch/amparo-bench-*" || true)" "what is left"
echo "good"
