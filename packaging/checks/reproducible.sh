#!/usr/bin/env bash
# Checks that two builds in different folders have the same bytes.
. "$(dirname "$0")/lib.sh"

cargo build --profile dist --locked --quiet --bin pith
copy_project "$scratch/elsewhere"
copy_dependencies target/dist "$scratch/target/dist"
(cd "$scratch/elsewhere" && CARGO_TARGET_DIR=$scratch/target cargo build --profile dist --locked --quiet --bin pith)
cmp target/dist/pith "$scratch/target/dist/pith"
