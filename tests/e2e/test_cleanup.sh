#!/usr/bin/env bash
# A test that fails leaves nothing behind: no process, wherever it went, and no file.
source "$(dirname "$0")/lib.sh"

cat >"$scratch/failing" <<'END'
source "$1/tests/e2e/lib.sh"
echo "scratch=$scratch"
tail -f /dev/null &
echo "child=$!"
echo letter >"$scratch/letter"
# Not a child of this shell any more, and deaf to TERM.
(
  trap '' TERM
  setsid tail -f "$scratch/letter" &
)
die "on purpose"
END
step "a test that fails"
if bash "$scratch/failing" "$root" >"$scratch/said"; then die "it did not fail"; fi
expect_text "$(cat "$scratch/said")" 'FAILED: on purpose' "the test that fails"
said() { sed -n "s/^$1=//p" "$scratch/said"; }
! is_alive "$(said child)" || die "its child still runs"
! grep -qsF "$(said scratch)" /proc/[0-9]*/cmdline || die "something that names its folder still runs"
[[ ! -e $(said scratch) ]] || die "its folder is still there"
echo "good"
