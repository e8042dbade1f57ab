# The user that PostgreSQL and the services run as: the caller, but never root.

# When root calls, the user that Debian's PostgreSQL package made.
run_user() { if ((EUID)); then id -un; else echo postgres; fi; }
run_group() { id -gn "$(run_user)"; }

# as_run_user COMMAND...: runs it as that user.
as_run_user() {
  for_run_user "$@"
  "${run_argv[@]}"
}

# for_run_user COMMAND...: sets run_argv to the command that does so.
for_run_user() {
  local drop=()
  if ((EUID == 0)); then
    mapfile -t drop < <(drop_privileges)
    # What went wrong has been said in that process.
    ((${#drop[@]})) || exit 1
  fi
  run_argv=("${drop[@]}" "$@")
}

# Prints, a word a line, what a command is put behind. Below a folder that the user may not pass (a checkout in root's home, or in a
# folder of mode 0700), the command keeps just the capability to pass folders.
drop_privileges() {
  local drop user group capability
  user=$(run_user)
  group=$(run_group)
  drop=(setpriv --reuid="$user" --regid="$group" --init-groups)
  if "${drop[@]}" -- stat "$home/." "$bin/." >/dev/null 2>&1; then
    printf '%s\n' "${drop[@]}" --
    return 0
  fi
  for capability in dac_read_search dac_override; do
    local keep=("${drop[@]}" "--inh-caps=+$capability" "--ambient-caps=+$capability" --)
    if "${keep[@]}" stat "$home/." "$bin/." >/dev/null 2>&1; then
      printf '%s\n' "${keep[@]}"
      return 0
    fi
  done
  fail "the user $user may not pass the folders above $home and $bin, and this system gives it no capability to: \
move the checkout, open the folders (chmod o+x), or name another folder in AMPARO_HOME"
}
