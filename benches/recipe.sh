#!/usr/bin/env bash
# The digest and the signature of one record with standard tools: to compare speeds with, not
# to rely on. `benches/recipe.sh KEY.pem RECORD.json`
set -euo pipefail
key=$1 record=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Right for records without floats and without names beyond ASCII, as real ones are.
jq -cjS .canonical_record "$record" | openssl dgst -sha256 -binary >"$scratch/digest"
[ "$(xxd -p -c 64 "$scratch/digest")" = "$(jq -r .canonical_sha256 "$record")" ]
jq -r .receipt.signature_b64 "$record" | openssl base64 -d -A >"$scratch/signature"
openssl pkeyutl -verify -rawin -pubin -inkey "$key" \
  -in "$scratch/digest" -sigfile "$scratch/signature" >"$scratch/verdict"
