#!/usr/bin/env bash
# Type-checks the command, the library and all tests for Windows. Warnings are errors.
#
# `platforms.sh TARGET…` checks for other targets, for example aarch64-apple-darwin.
. "$(dirname "$0")/lib.sh"

[ $# -gt 0 ] || set -- x86_64-pc-windows-msvc
# The toolchain exits without a compiler.
(. packaging/toolchain "$1") || not_checked "a compiler for $1"
for target; do
  (
    . packaging/toolchain "$target" std,test
    # If the standard library is compiled too, it is only type-checked, because nothing is linked.
    [ ${#cargo[@]} = 1 ] || export CARGO_ENCODED_RUSTFLAGS=-Zno-codegen
    export CARGO_TARGET_DIR=$CARGO_TARGET_DIR/platforms
    expect 0 "${cargo[@]}" check --quiet --locked --all-targets --target "$target"
    [ -z "$printed" ] || { printf '%s\n' "$printed" >&2; exit 1; }
  )
  echo "platforms: everything compiles for $target"
done
