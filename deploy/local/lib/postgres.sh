# The private PostgreSQL cluster: below the home, on a unix socket only, owned by an unprivileged user, fully durable.

pg_bin=/usr/lib/postgresql/15/bin
pg_data=$home/pg
pg_port=5432
databases_roles=(cases scheduling statistics)

# PostgreSQL refuses to run as root; then it runs as the user that Debian's package made.
pg_user() { if ((EUID)); then id -un; else echo postgres; fi; }

# The socket's folder. A path above 107 bytes does not fit in a socket address: then a short folder is made below /tmp, and
# remembered.
pg_socket_dir() {
  if [[ -e $run_dir/socket_dir ]]; then cat "$run_dir/socket_dir"; else echo "$run_dir/pg"; fi
}

make_socket_dir() {
  local dir
  mkdir -p "$run_dir"
  dir=$(pg_socket_dir)
  local socket=$run_dir/pg/.s.PGSQL.$pg_port
  if ((${#socket} > 107)); then
    if [[ ! -O $dir || $dir == "$run_dir/pg" ]]; then
      rm -rf "$run_dir/pg"
      dir=$(mktemp -d "/tmp/amparo-$UID-XXXXXX") || fail "cannot make a short folder for PostgreSQL's socket below /tmp"
      echo "$dir" >"$run_dir/socket_dir"
      ln -s "$dir" "$run_dir/pg"
    fi
  fi
  mkdir -p "$dir"
  # Root keeps the folder and lets PostgreSQL's group write, so that `-O` above still tells a stranger's folder.
  if ((EUID == 0)); then chgrp "$(id -g postgres)" "$dir" && chmod 0770 "$dir"; else chmod 0700 "$dir"; fi
}

# as_pg COMMAND...: as the user that owns the cluster. Below a folder that this user may not pass (a checkout in /root, or in a
# folder of mode 0700), the command keeps just the capability to pass folders.
as_pg() {
  pg_command "$@"
  "${pg_argv[@]}"
}

# pg_command COMMAND...: sets pg_argv to the command that runs as that user.
pg_command() {
  local drop=()
  if ((EUID == 0)); then
    mapfile -t drop < <(pg_privileges)
    ((${#drop[@]})) || fail "PostgreSQL cannot be run as an unprivileged user"
  fi
  pg_argv=("${drop[@]}" "$@")
}

pg_privileges() {
  local drop=(setpriv --reuid=postgres --regid="$(id -g postgres)" --init-groups) capability
  if "${drop[@]}" -- stat "$home/." >/dev/null 2>&1; then
    printf '%s\n' "${drop[@]}" --
    return 0
  fi
  for capability in dac_read_search dac_override; do
    local keep=("${drop[@]}" "--inh-caps=+$capability" "--ambient-caps=+$capability" --)
    if "${keep[@]}" stat "$home/." >/dev/null 2>&1; then
      printf '%s\n' "${keep[@]}"
      return 0
    fi
  done
  fail "the user postgres may not pass the folders above $home, and this system gives it no capability to: \
move the checkout, open the folders (chmod o+x), or name another folder in AMPARO_HOME"
}

# make_cluster: initdb beside the final place, so that a run that was cut off leaves nothing that looks like a cluster.
make_cluster() {
  [[ -e $pg_data/PG_VERSION ]] && return 0
  local fresh=$home/pg.new log=$log_dir/initdb.log
  rm -rf "$fresh"
  mkdir -m 0700 "$fresh"
  if ((EUID == 0)); then chown postgres: "$fresh"; fi
  with_progress "Making the PostgreSQL cluster" "$log" as_pg "$pg_bin/initdb" --pgdata="$fresh" --username=postgres \
    --encoding=UTF8 --locale=C.UTF-8 --data-checksums --auth=peer ||
    fail_with_log "$log" "initdb failed"
  mv "$fresh" "$pg_data"
}

# Written at every start, so that a change here reaches a cluster that exists.
configure_cluster() {
  local conf=$pg_data/amparo.conf user role
  cp "$root/deploy/local/postgres/postgresql.conf" "$conf"
  printf "unix_socket_directories = '%s'\nport = %s\n" "$(pg_socket_dir | sed "s/'/''/g")" "$pg_port" >>"$conf"
  grep -q '^include .amparo.conf.' "$pg_data/postgresql.conf" || echo "include 'amparo.conf'" >>"$pg_data/postgresql.conf"
  echo 'local all all peer map=amparo' >"$pg_data/pg_hba.conf"
  for user in $(printf '%s\n' "$(id -un)" "$(pg_user)" | sort -u); do
    for role in postgres "${databases_roles[@]}" "${databases_roles[@]/%/_owner}"; do
      echo "amparo \"$user\" $role"
    done
  done >"$pg_data/pg_ident.conf"
  if ((EUID == 0)); then chown postgres: "$conf" "$pg_data"/{postgresql.conf,pg_hba.conf,pg_ident.conf}; fi
}

admin_sql() { as_pg "$pg_bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$(pg_socket_dir)" -p "$pg_port" -U postgres "$@"; }

# A server that was killed leaves processes behind for a moment; one whose pid file was lost still serves the cluster. Every
# process of a server has the cluster as its folder.
wait_for_old_server() {
  local deadline=$((SECONDS + 15)) link holder=start
  while [[ -n $holder ]]; do
    holder=
    for link in /proc/[0-9]*/cwd; do
      if [[ $(readlink "$link" 2>/dev/null) == "$pg_data" ]]; then holder=${link//[!0-9]/}; fi
    done
    ((SECONDS < deadline)) || fail "another PostgreSQL (process $holder) serves $pg_data; end it first"
    [[ -z $holder ]] || sleep 0.1
  done
  # Then its lock files are leftovers, whoever has that process id now.
  rm -f "$pg_data/postmaster.pid" "$(pg_socket_dir)/.s.PGSQL.$pg_port"{,.lock}
}

start_postgres() {
  make_cluster
  if process_pid postgres >/dev/null; then
    note "postgres runs already"
    return 0
  fi
  make_socket_dir
  configure_cluster
  wait_for_old_server
  pg_command "$pg_bin/postgres" -D "$pg_data"
  start_process postgres - "${pg_argv[@]}"
  wait_until postgres 60 "did not accept connections" \
    "$pg_bin/pg_isready" -q -h "$(pg_socket_dir)" -p "$pg_port" -U postgres
  note "postgres started (socket $(pg_socket_dir))"
}

# Roles, database and schemas: safe to repeat.
prepare_database() {
  local log=$log_dir/database.log
  {
    admin_sql -d postgres -f - <"$root/deploy/local/postgres/roles.sql" &&
      admin_sql -d amparo -f - <"$root/deploy/local/postgres/schemas.sql"
  } >"$log" 2>&1 || fail_with_log "$log" "preparing the database failed"
}

stop_postgres() {
  # INT is PostgreSQL's fast shutdown: sessions end, what was committed is written out.
  stop_process postgres INT 30
}
