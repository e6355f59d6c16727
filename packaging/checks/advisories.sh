#!/usr/bin/env bash
# Looks for known vulnerabilities in the dependencies, if their database can be reached.
# Otherwise it says that nothing was checked.
. "$(dirname "$0")/lib.sh"

database=https://github.com/RustSec/advisory-db
if ! GIT_TERMINAL_PROMPT=0 timeout 30 git ls-remote --quiet "$database" HEAD >/dev/null 2>&1; then
  echo "advisories: NOT CHECKED, the database cannot be reached: $database"
  exit 0
fi
tools=$CARGO_TARGET_DIR/tools
if ! command -v cargo-deny >/dev/null; then
  cargo install --quiet cargo-deny --locked --version 0.20.2 --root "$tools"
  export PATH=$tools/bin:$PATH
fi
for manifest in Cargo.toml packaging/{python,web}/Cargo.toml; do
  cargo deny --locked --manifest-path "$manifest" --config packaging/deny.toml check advisories
done
echo "advisories: checked against $database"
