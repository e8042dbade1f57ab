# The local certificate authority, a certificate for each service and for each client, the wrapping key, the key that names are searched
# by, and the key that signs the audit trail.

tls_dir=$home/tls
service_identities=(case-service scheduling-service statistics-service)
# The command line client, and the front desk that people come through.
client_identities=(cli front-desk)

# The folder is made whole beside its final place, so that a run that was cut off leaves no half of an authority.
make_authority() {
  [[ -e $tls_dir/ca.pem ]] && return 0
  local fresh=$home/tls.new
  rm -rf "$fresh"
  mkdir -m 0700 "$fresh"
  with_openssl req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days 3650 \
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
  put "$extensions" "basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth,clientAuth
subjectAltName=URI:spiffe://amparo/$name,DNS:localhost,IP:127.0.0.1"
  with_openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 \
    -keyout "$tls_dir/$name.key.new" -out "$tls_dir/$name.csr" -subj "/CN=$name"
  chmod 0600 "$tls_dir/$name.key.new"
  with_openssl x509 -req -in "$tls_dir/$name.csr" -CA "$tls_dir/ca.pem" -CAkey "$tls_dir/ca.key" -CAcreateserial \
    -sha256 -days 825 -extfile "$extensions" -out "$tls_dir/$name.pem.new"
  # A service that runs must not see a file that is just being written (common/rpc/tls.h).
  mv "$tls_dir/$name.key.new" "$tls_dir/$name.key"
  mv "$tls_dir/$name.pem.new" "$tls_dir/$name.pem"
  rm -f "$tls_dir/$name.csr" "$extensions"
}

# make_wrapping_key: what wraps the data keys of the people in the records (a line `id:key`, common/crypto/key_ring.h); outside
# PostgreSQL. Never made anew while a cluster exists: without it, what it wrapped is lost.
make_wrapping_key() {
  local key=$home/keys/wrapping.key random
  [[ -e $key ]] && return 0
  [[ ! -e $pg_data/PG_VERSION ]] || fail "$key is gone, and the database holds data that only it opens; put it back, or deploy/run reset"
  mkdir -p -m 0700 "$home/keys"
  random=$(openssl rand -base64 32) || fail "openssl gives no random key"
  put "$key" "local-1:$random"
}

# make_index_key: what names and narratives are searched by (the same form, common/crypto/blind_index.h); outside PostgreSQL. Lost, it is
# made anew, and `case-service index-people` and `index-cases` make the indexes anew with it (migrate_service): until then nobody entered
# before is found by name, and no case by a word of its narrative.
make_index_key() {
  local key=$home/keys/index.key random
  [[ -e $key ]] && return 0
  mkdir -p -m 0700 "$home/keys"
  random=$(openssl rand -base64 32) || fail "openssl gives no random key"
  put "$key" "local-1:$random"
}

# make_audit_key: what signs the heads of the audit trail's chains, outside PostgreSQL; its public half, beside it, is for whoever
# verifies. A new key is no loss of data, but lines that the lost one signed need its public half (`audit.former_key_files`).
make_audit_key() {
  local key=$home/keys/audit-signing.key
  mkdir -p "$home/audit"
  [[ -e $key ]] && return 0
  mkdir -p -m 0700 "$home/keys"
  with_openssl genpkey -algorithm ed25519 -out "$key.new"
  with_openssl pkey -in "$key.new" -pubout -out "$home/keys/audit-signing.pub.pem"
  chmod 0600 "$key.new"
  mv "$key.new" "$key"
}

make_secrets() {
  local name
  umask 077
  make_authority
  for name in "${service_identities[@]}" "${client_identities[@]}"; do make_certificate "$name"; done
  make_wrapping_key
  make_index_key
  make_audit_key
  make_people_key
  umask 022
  if ((EUID == 0)); then give_to_services; fi
}

# What the services read belongs to their user; the keys of the authority, of the clients and of the identity provider stay root's.
give_to_services() {
  local name
  chgrp "$(run_group)" "$tls_dir" "$home/keys" "$people_dir"
  chmod 0710 "$tls_dir" "$home/keys" "$people_dir"
  chmod 0644 "$tls_dir/ca.pem"
  chmod 0644 "$home/keys/audit-signing.pub.pem" "$people_dir/jwks.json"
  chown "$(run_user):" "$home/keys"/{wrapping,index,audit-signing}.key
  chown -R "$(run_user):" "$home/audit"
  for name in "${service_identities[@]}"; do chown "$(run_user):" "$tls_dir/$name".{pem,key}; done
}

with_openssl() { quietly "$log_dir/secrets.log" "making keys and certificates failed: openssl $1" openssl "$@"; }
