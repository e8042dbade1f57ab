# Configuration files, rendered from deploy/config/*.textproto.in into the home.

config_dir=$home/config

# The ports, from one base: services at base+1..3, their metrics at base+11..13. An installation keeps the base it was started
# with until AMPARO_PORT_BASE names another.
port_base=${AMPARO_PORT_BASE:-$(cat "$config_dir/port_base" 2>/dev/null || echo 7400)}
[[ $port_base =~ ^[1-9][0-9]{3,4}$ ]] && ((port_base >= 1024 && port_base <= 65500)) ||
  fail "AMPARO_PORT_BASE must be a number from 1024 to 65500, not '$port_base'"

# connection_string: libpq's words for the private cluster, ready to stand inside a quoted string of protobuf text format.
connection_string() {
  local dir
  dir=$(pg_socket_dir | sed "s/[\\\\']/\\\\&/g")
  printf "host='%s' port=%s dbname=amparo" "$dir" "$pg_port" | sed 's/[\\"]/\\&/g'
}

render_configs() {
  local template text name number=0 database
  database=$(connection_string)
  mkdir -p "$config_dir"
  put "$config_dir/port_base" "$port_base"
  put "$config_dir/bin" "$bin"
  for template in "$root"/deploy/config/*.textproto.in; do
    text=$(<"$template")
    number=0
    for name in CASE SCHEDULING STATISTICS; do
      number=$((number + 1))
      text=${text//@${name}_PORT@/$((port_base + number))}
      text=${text//@${name}_METRICS_PORT@/$((port_base + 10 + number))}
    done
    text=${text//@DATABASE@/"$database"}
    text=${text//@PEOPLE_ISSUER@/"$people_issuer"}
    text=${text//@PEOPLE_AUDIENCE@/"$people_audience"}
    [[ ! $text =~ @[A-Z_]+@ ]] || fail "$template names ${BASH_REMATCH[0]}, which the launcher does not know"
    template=${template##*/}
    put "$config_dir/${template%.in}" "$text"
  done
}
