#!/usr/bin/env bash
# Checks that two builds in different folders have the same bytes.
. "$(dirname "$0")/lib.sh"

cargo build --profile dist --locked --quiet --bin pith
mkdir "$scratch/elsewhere"
git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read 2>/dev/null | tar --extract --directory "$scratch/elsewhere"
(cd "$scratch/elsewhere" && CARGO_TARGET_DIR=$scratch/target cargo build --profile dist --locked --quiet --bin pith)
cmp target/dist/pith "$scratch/target/dist/pith"
