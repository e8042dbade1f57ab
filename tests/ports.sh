# Ports for installations of tests and measurements. Sourced.

# free_port_base OFFSET...: a base at which nobody uses the ports that an installation takes, nor those at these offsets from it.
free_port_base() {
  local base port taken hex
  taken=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '{split($2, at, ":"); print at[2]}')
  while :; do
    # Below the range from which the kernel takes the near ends of connections.
    base=$((10000 + RANDOM % 20000))
    for port in 1 2 3 11 12 13 "$@"; do
      printf -v hex '%04X' $((base + port))
      if grep -qx "$hex" <<<"$taken"; then continue 2; fi
    done
    echo "$base"
    return 0
  done
}
