#!/usr/bin/env bash
# Checks that two builds have the same bytes, although sources, dependencies and builds are in other
# folders.
. "$(dirname "$0")/lib.sh"

pith=$(packaging/static)
copy_project "$scratch/elsewhere"
mkdir "$scratch/home"
ln -s "${CARGO_HOME:-$HOME/.cargo}/registry" "$scratch/home/registry"
other=$(CARGO_HOME=$scratch/home CARGO_TARGET_DIR=$scratch/target "$scratch/elsewhere/packaging/static")
cmp "$pith" "$other"
