#!/usr/bin/env bash
# Computes the digest and verifies the signature of one record with standard tools, for the
# comparison of speeds only: `benches/recipe.sh KEY.pem RECORD.json`.
set -euo pipefail
key=$1 record=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# This is correct for records without floats and without names beyond ASCII, such as real ones.
jq -cjS .canonical_record "$record" | openssl dgst -sha256 -binary >"$scratch/digest"
[ "$(xxd -p -c 64 "$scratch/digest")" = "$(jq -r .canonical_sha256 "$record")" ]
jq -r .receipt.signature_b64 "$record" | openssl base64 -d -A >"$scratch/signature"
openssl pkeyutl -verify -rawin -pubin -inkey "$key" \
  -in "$scratch/digest" -sigfile "$scratch/signature" >"$scratch/verdict"
