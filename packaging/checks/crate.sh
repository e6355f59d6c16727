#!/usr/bin/env bash
# Checks that the crate contains what users need, nothing else, and builds from that alone.
. "$(dirname "$0")/lib.sh"

needed='^(Cargo\.(toml|toml\.orig|lock)|askama\.toml|\.cargo_vcs_info\.json|README\.md|LICENSE|CHANGELOG\.md'
needed+='|src/.*\.rs|src/render/report\.schema\.json|src/render/html/(page\.css|templates/[a-z]*\.html)|fixtures/valid/(4K6GSOJWB7QU2RFIL3CD3BQJ62|4QHRGH5A)\.json)$'
cargo package --locked --allow-dirty --list >"$scratch/files" 2>/dev/null
if grep -vE "$needed" "$scratch/files"; then
  echo 'is in the crate and not for users' >&2
  exit 1
fi
expect 0 cargo package --locked --allow-dirty
# Tests and benchmarks are left out on purpose.
if grep '^warning' <<<"$printed" | grep -vE '^warning: ignoring (test|benchmark) '; then
  exit 1
fi
