# The local certificate authority, a certificate for each service and for the command line client, and the wrapping key.

tls_dir=$home/tls
identities=(case-service scheduling-service statistics-service cli)

# The folder is made whole beside its final place, so that a run that was cut off leaves no half of an authority.
make_authority() {
  [[ -e $tls_dir/ca.pem ]] && return 0
  local fresh=$home/tls.new
  rm -rf "$fresh"
  mkdir -m 0700 "$fresh"
  quietly openssl req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days 3650 \
    -keyout "$fresh/ca.key" -out "$fresh/ca.pem" -subj '/CN=Amparo local authority' \
    -addext 'keyUsage=critical,keyCertSign,cRLSign'
  chmod 0600 "$fresh/ca.key"
  mv "$fresh" "$tls_dir"
  note "made a certificate authority in $tls_dir"
}

# make_certificate NAME: identity spiffe://amparo/NAME, for both ends of a connection on this machine; made again when it
# ends within 30 days.
make_certificate() {
  local name=$1 extensions=$tls_dir/$1.ext
  if [[ -e $tls_dir/$name.pem ]] && openssl x509 -checkend 2592000 -noout -in "$tls_dir/$name.pem" >/dev/null; then
    return 0
  fi
  printf '%s\n' 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature' \
    'extendedKeyUsage=serverAuth,clientAuth' \
    "subjectAltName=URI:spiffe://amparo/$name,DNS:localhost,IP:127.0.0.1" >"$extensions"
  quietly openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 \
    -keyout "$tls_dir/$name.key" -out "$tls_dir/$name.csr" -subj "/CN=$name"
  chmod 0600 "$tls_dir/$name.key"
  quietly openssl x509 -req -in "$tls_dir/$name.csr" -CA "$tls_dir/ca.pem" -CAkey "$tls_dir/ca.key" -CAcreateserial \
    -sha256 -days 825 -extfile "$extensions" -out "$tls_dir/$name.pem.new"
  mv "$tls_dir/$name.pem.new" "$tls_dir/$name.pem"
  rm -f "$tls_dir/$name.csr" "$extensions"
}

# make_wrapping_key: what wraps the data keys of the people in the records (a line `id:key`, common/crypto/key_ring.h); outside PostgreSQL. Never made
# anew while a cluster exists: without it, what it wrapped is lost.
make_wrapping_key() {
  local key=$home/keys/wrapping.key
  [[ -e $key ]] && return 0
  [[ ! -e $pg_data/PG_VERSION ]] || fail "$key is gone, and the database holds data that only it opens; put it back, or deploy/run reset"
  mkdir -p -m 0700 "$home/keys"
  echo "local-1:$(openssl rand -base64 32)" >"$key.new"
  chmod 0600 "$key.new"
  mv "$key.new" "$key"
}

make_secrets() {
  local name
  umask 077
  make_authority
  for name in "${identities[@]}"; do make_certificate "$name"; done
  make_wrapping_key
  umask 022
}

quietly() {
  "$@" >"$log_dir/secrets.log" 2>&1 || fail_with_log "$log_dir/secrets.log" "making keys and certificates failed: $1 $2"
}
