# Shared by the checks. Sourced; prints faults as `file:line: what`, and ends with 1 when there were any. What cannot be checked is a
# fault too.
set -euo pipefail
root=$(realpath "${BASH_SOURCE[0]%/*}/../..")
cd "$root"
faults=0

# In a container the checkout may be another user's. No lock is taken, since somebody may be at work with git.
git() { command git --no-optional-locks -c safe.directory="$root" "$@"; }

fault() {
  printf '%s\n' "$*"
  faults=$((faults + 1))
}

# need TOOL: without it there is nothing to check with.
need() { command -v "$1" >/dev/null || { fault "$1 is not installed" && finish "${0##*/}"; }; }

# find_sources PATTERN...: sets `files` to what git knows of, and new files that it does not ignore. None is a fault: a pattern is wrong,
# or git has refused.
find_sources() {
  local file
  files=()
  while read -r file; do
    if [[ -f $file ]]; then files+=("$file"); fi
  done < <(git ls-files --cached --others --exclude-standard --deduplicate -- "$@")
  ((${#files[@]})) || fault "no file found: $*"
}

finish() {
  if ((faults)); then
    printf '%s: %d faults\n' "$1" "$faults"
    exit 1
  fi
  printf '%s: good\n' "$1"
}
