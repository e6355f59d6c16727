#!/usr/bin/env bash
# Runs the tests of the command in a folder with a short name, and in one whose name has a blank
# and a letter beyond ASCII: nothing may depend on where the project is.
#
# The slowest tests are left out. `.ci/check` runs them, and they use no paths but their own.
. "$(dirname "$0")/lib.sh"

short=$(mktemp -d /tmp/XXX)
trap 'rm -rf "$scratch" "$short"' EXIT

for place in "$short" "$scratch/a folder é"; do
  git clone --quiet . "$place"
  # The dependencies of the tests are built already; the tests themselves are built for each
  # place.
  mkdir "$place/target"
  cp -a "$root/target/debug" "$place/target/debug"
  (cd "$place" && CARGO_TARGET_DIR=$place/target cargo test --locked --quiet --test main -- \
    --skip flips:: --skip memory_stays --skip oracle::)
done
