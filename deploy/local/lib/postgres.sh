# The private PostgreSQL cluster: below the home, on a unix socket only, fully durable.

pg_bin=/usr/lib/postgresql/15/bin
pg_data=$home/pg
pg_port=5432
databases_roles=(cases scheduling statistics)

# The socket's folder. A path above 107 bytes does not fit in a socket address: then a short folder is made below /tmp, and
# remembered.
pg_socket_dir() {
  if [[ -e $run_dir/socket_dir ]]; then cat "$run_dir/socket_dir"; else echo "$run_dir/pg"; fi
}

make_socket_dir() {
  local dir
  mkdir -p "$run_dir"
  dir=$(pg_socket_dir)
  local LC_ALL=C socket=$run_dir/pg/.s.PGSQL.$pg_port  # C: bytes are counted
  if ((${#socket} > 107)); then
    if [[ ! -O $dir || $dir == "$run_dir/pg" ]]; then
      rm -rf "$run_dir/pg"
      dir=$(mktemp -d "/tmp/amparo-$UID-XXXXXX") || fail "cannot make a short folder for PostgreSQL's socket below /tmp"
      put "$run_dir/socket_dir" "$dir"
      ln -s "$dir" "$run_dir/pg"
    fi
  fi
  mkdir -p "$dir"
  # Root keeps the folder and lets PostgreSQL's group write, so that `-O` above still tells a stranger's folder.
  if ((EUID == 0)); then chgrp "$(run_group)" "$dir" && chmod 0770 "$dir"; else chmod 0700 "$dir"; fi
}

# make_cluster: initdb beside the final place, so that a run that was cut off leaves nothing that looks like a cluster.
make_cluster() {
  [[ -e $pg_data/PG_VERSION ]] && return 0
  local fresh=$home/pg.new log=$log_dir/initdb.log
  rm -rf "$fresh"
  mkdir -m 0700 "$fresh"
  if ((EUID == 0)); then chown "$(run_user):" "$fresh"; fi
  with_progress "Making the PostgreSQL cluster" "$log" as_run_user "$pg_bin/initdb" --pgdata="$fresh" --username=postgres \
    --encoding=UTF8 --locale=C.UTF-8 --data-checksums --auth=peer ||
    fail_with_log "$log" "initdb failed"
  mv "$fresh" "$pg_data"
}

# memory_settings: what PostgreSQL keeps in memory itself, a quarter of what there is (the advice of its manual, "Resource
# Consumption"; at most 8 GB: the rest is of more use to the system's cache), and what it may take to lie in memory altogether,
# three quarters. It takes the memory page by page, as it fills.
memory_settings() {
  local total limit
  total=$(awk '$1 == "MemTotal:" {print int($2 / 1024)}' /proc/meminfo)
  # A container may have less than its machine; a limit that is none is the word "max", or a number beyond all memory.
  for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    limit=$(cat "$limit" 2>/dev/null || true)
    if [[ $limit =~ ^[0-9]{1,15}$ ]] && ((limit >> 20 < total)); then total=$((limit >> 20)); fi
  done
  local shared=$((total / 4))
  ((shared >= 128)) || shared=128
  ((shared <= 8192)) || shared=8192
  echo "shared_buffers = ${shared}MB"
  echo "effective_cache_size = $((total * 3 / 4 + 1))MB"
}

# Written at every start, so that a change here reaches a cluster that exists.
configure_cluster() {
  local settings memory main socket_dir who
  settings=$(<"$root/deploy/local/postgres/postgresql.conf")
  memory=$(memory_settings)
  socket_dir=$(pg_socket_dir)
  put "$pg_data/amparo.conf" "$settings
$memory
unix_socket_directories = '${socket_dir//\'/\'\'}'
port = $pg_port"
  main=$(<"$pg_data/postgresql.conf")
  [[ $main == *$'\n'"include 'amparo.conf'"* ]] || put "$pg_data/postgresql.conf" "$main"$'\n'"include 'amparo.conf'"
  put "$pg_data/pg_hba.conf" 'local all all peer map=amparo'
  who=$(who_is_who)
  put "$pg_data/pg_ident.conf" "$who"
  if ((EUID == 0)); then chown "$(run_user):" "$pg_data"/{amparo,postgresql,pg_hba,pg_ident}.conf; fi
}

# who_is_who: which users of this machine may be which roles, as pg_ident.conf says it.
who_is_who() {
  local role user
  {
    id -un
    run_user
  } | sort -u | while read -r user; do
    for role in postgres "${databases_roles[@]}" "${databases_roles[@]/%/_owner}"; do
      echo "amparo \"$user\" $role"
    done
  done
}

admin_sql() { as_run_user "$pg_bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$(pg_socket_dir)" -p "$pg_port" -U postgres "$@"; }

# find_server: sets REPLY to the process that serves the cluster, whoever started it; fails when there is none. Every process of a server
# has the cluster as its folder, and so may somebody's shell.
find_server() {
  local folder first=
  # The one that is to be ended stands there.
  { read -r first <"$pg_data/postmaster.pid"; } 2>/dev/null || true
  for folder in "/proc/$first/cwd" /proc/[0-9]*/cwd; do
    # The same folder, whatever it was called.
    if [[ $folder -ef $pg_data && $(cat "${folder%cwd}comm" 2>/dev/null) == postgres ]]; then
      REPLY=${folder//[!0-9]/}
      return 0
    fi
  done
  return 1
}

# need_no_server SECONDS: nobody serves the cluster. A server that was killed leaves processes behind, which are waited for so long; one
# whose pid file was lost still serves it.
need_no_server() {
  local deadline=$((SECONDS + $1))
  while find_server; do
    ((SECONDS < deadline)) || fail "another PostgreSQL (process $REPLY) serves $pg_data; end it first"
    sleep 0.1
  done
}

start_postgres() {
  make_cluster
  if is_running postgres; then
    note "postgres runs already"
    return 0
  fi
  make_socket_dir
  configure_cluster
  need_no_server 15
  # Then its lock files are leftovers, whoever has that process id now.
  rm -f "$pg_data/postmaster.pid" "$(pg_socket_dir)/.s.PGSQL.$pg_port"{,.lock}
  for_run_user "$pg_bin/postgres" -D "$pg_data"
  start_process postgres - "${run_argv[@]}"
  wait_until postgres "accept connections" "$pg_bin/pg_isready" -q -h "$(pg_socket_dir)" -p "$pg_port" -U postgres
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
