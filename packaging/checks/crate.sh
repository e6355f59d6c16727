#!/usr/bin/env bash
# Checks that the crate contains what users need and nothing else, could be published, and that the
# command builds from it.
. "$(dirname "$0")/lib.sh"

needed='^(Cargo\.(toml|toml\.orig|lock)|askama\.toml|\.cargo_vcs_info\.json|README\.md|LICENSE|CHANGELOG\.md'
needed+='|src/.*\.rs|src/verify/checks/look_alikes\.txt|src/render/report\.schema\.json|src/render/html/((page|card)\.css|templates/[a-z]*\.html)|fixtures/valid/(4K6GSOJWB7QU2RFIL3CD3BQJ62|4QHRGH5A)\.json)$'
cargo package --locked --allow-dirty --list >"$scratch/files" 2>/dev/null
if grep -vE "$needed" "$scratch/files"; then
  echo 'is in the crate and not for users' >&2
  exit 1
fi
rm -f target/debug/pith
expect 0 cargo publish --dry-run --locked --allow-dirty
# Tests, benchmarks and what they need are left out on purpose. The publisher fills in the repository.
known='ignoring (test|benchmark|example) |manifest has no documentation, homepage or repository|aborting upload due to dry run'
if grep '^warning' <<<"$printed" | grep -vE "^warning: ($known)"; then
  exit 1
fi
# Cargo has unpacked the crate, and built the command from it.
use_pith target/debug/pith
