# Shared by the checks. Sourced; prints faults as `file:line: what`, and ends with 1 when there were any.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$root"
faults=0

fault() {
  printf '%s\n' "$*"
  faults=$((faults + 1))
}

# sources PATTERN...: what git knows of, and new files that it does not ignore.
sources() { git ls-files --cached --others --exclude-standard --deduplicate -- "$@" | while read -r file; do if [[ -f $file ]]; then echo "$file"; fi; done; }

finish() {
  if ((faults)); then
    printf '%s: %d faults\n' "$1" "$faults"
    exit 1
  fi
  printf '%s: good\n' "$1"
}
