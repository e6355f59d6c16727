#!/usr/bin/env bash
# The library, as another package's dependency without the command: what it builds, and that
# it leaves the rest of a build alone.
. "$(dirname "$0")/lib.sh"

cd packaging/library
cargo test --locked --quiet
built() {
  cargo tree --locked --edges normal --prefix none --format '{p}' "$@" | sort -u | sed '/ (\*)$/d'
}
built >"$scratch/built"
for package in askama clap indicatif quick-xml anyhow tempfile; do
  if grep -q "^$package " "$scratch/built"; then
    echo "the library alone builds $package" >&2
    exit 1
  fi
done
count=$(grep -vc '^depends-on-pith-verify ' "$scratch/built")
cd "$root"
echo "a package that depends on the library builds $count packages, the command $(built | wc -l)"
[ "$count" -le 40 ]
