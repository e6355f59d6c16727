#!/usr/bin/env bash
# Runs the tests of the command in a folder whose name is short, and has a blank and a letter beyond
# ASCII: nothing may depend on where the project is.
#
# The slowest tests are left out. `.ci/check` runs them, and they use no paths but their own.
. "$(dirname "$0")/lib.sh"

place=$(mktemp -d '/tmp/é XXX')
trap 'rm -rf "$scratch" "$place"' EXIT

git clone --quiet . "$place"
# The dependencies of the tests are built already; the tests themselves are built again.
mkdir "$place/target"
cp -a "$root/target/debug" "$place/target/debug"
cd "$place"
CARGO_TARGET_DIR=$place/target cargo test --locked --quiet --test main -- \
  --skip flips:: --skip memory_stays --skip oracle:: --skip every_shell_line --skip is_bounded
