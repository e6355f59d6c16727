#!/usr/bin/env bash
# The library, as a dependency of another package and without the command: which packages it
# builds, that it leaves the rest of a build alone, and that the examples of docs/library.md compile.
. "$(dirname "$0")/lib.sh"

cd packaging/library
cargo test --locked --quiet
# With pages, it also builds a template engine, and nothing that needs an operating system.
cargo check --locked --quiet --features page
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
built --features page >"$scratch/built-page"
for package in anstream anstyle clap console getrandom indicatif tempfile; do
  if grep -q "^$package " "$scratch/built-page"; then
    echo "the library with pages builds $package" >&2
    exit 1
  fi
done
page=$(grep -vc '^depends-on-pith-verify ' "$scratch/built-page")
cd "$root"
echo "a package that depends on the library builds $count packages, with pages $page, the command $(built | wc -l)"
[ "$count" -le 40 ]
