# The identity provider of this machine: the key that signs the tokens of people, and the file by which the services know it.

people_dir=$home/people
people_key=$people_dir/key.pem
# What the tokens say that they are from and for, and what the services ask for (amparo/config/v1/service.proto).
people_issuer=https://people.amparo.local
people_audience=amparo

# base64url: standard input, as JSON Web Tokens have it (RFC 7515, section 2).
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# people_public: the public key in base64url, which is the end of its DER form.
people_public() { openssl pkey -in "$people_key" -pubout -outform DER | tail -c 32 | base64url; }

# people_key_id PUBLIC: the id of that key, its thumbprint (RFC 7638): another key has another id.
people_key_id() { printf '{"crv":"Ed25519","kty":"OKP","x":"%s"}' "$1" | openssl dgst -sha256 -binary | base64url; }

# make_people_key: the key, and the file of its public half. Whoever put other keys into that file, an organisation's own provider's for
# instance, goes on with them.
make_people_key() {
  local public id
  mkdir -p -m 0700 "$people_dir"
  [[ -e $people_dir/jwks.json ]] && return 0
  if [[ ! -e $people_key ]]; then
    with_openssl genpkey -algorithm ed25519 -out "$people_key.new"
    chmod 0600 "$people_key.new"
    mv "$people_key.new" "$people_key"
    note "made the key that signs tokens of people, in $people_dir"
  fi
  public=$(people_public) || fail "openssl cannot read $people_key"
  id=$(people_key_id "$public") || fail "openssl cannot name the key in $people_key"
  put "$people_dir/jwks.json" '{"keys": [{"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "'"$id"'", "x": "'"$public"'"}]}'
}
