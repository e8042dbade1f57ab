# What must hold before anything is started: room on the disk, free ports, tools.

# need_room FOLDER MEGABYTES WHAT
need_room() {
  local free disk
  read -r free disk < <(df -Pm "$1" | awk 'NR == 2 {print $4, $6}') || fail "cannot tell what room is left below $1"
  ((free >= $2)) || fail "the disk is full: $free MB left on $disk, $3 needs $2 MB (below $1)"
}

# not_commands NAME...: prints those that cannot be called.
not_commands() {
  local name
  for name in "$@"; do command -v "$name" >/dev/null || echo "$name"; done
}

# need_tools NAME...: after the packages are there, every tool must be on PATH.
need_tools() {
  local missing
  mapfile -t missing < <(not_commands "$@")
  ((${#missing[@]} == 0)) || fail "not on PATH: ${missing[*]}; the packages that bring them are installed, so PATH ($PATH) hides them"
}

# need_programs: what is to be run lies in the folder of binaries.
need_programs() {
  local missing
  mapfile -t missing < <(not_commands "${programs[@]/#/$bin/}")
  ((${#missing[@]} == 0)) || fail "AMPARO_BIN is $bin, where these programs are not: ${missing[*]##*/}"
}

# Inodes of the sockets that listen on a TCP port of this machine, from /proc so that no tool is needed.
listening_inodes() {
  local hex
  printf -v hex '%04X' "$1"
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port=":$hex" '$4 == "0A" && $2 ~ port "$" {print $10}'
}

# who_listens PORT: prints who holds the port; fails when it is free.
who_listens() {
  local inode link
  inode=$(listening_inodes "$1" | head -n 1)
  [[ -n $inode ]] || return 1
  for link in /proc/[0-9]*/fd/*; do
    if [[ $(readlink "$link" 2>/dev/null) == "socket:[$inode]" ]]; then
      link=${link#/proc/}
      echo "process ${link%%/*} ($(cat "/proc/${link%%/*}/comm" 2>/dev/null))"
      return 0
    fi
  done
  echo "a process of another user"
}

# need_port PORT WHAT
need_port() {
  local holder
  if holder=$(who_listens "$1"); then
    fail "port $1, which $2 needs, is in use by $holder; end it, or choose other ports with AMPARO_PORT_BASE (now $port_base)"
  fi
}
