#!/usr/bin/env bash
# Builds `pith` from the checkout that this action is part of, because another `pith` on the runner
# may be another version. Cargo is started there and not in the caller's workspace, whose toolchain
# file is for the caller's own code.
set -euo pipefail
cd "$GITHUB_ACTION_PATH/../../.."
# Use the cached binary if there is one.
[ ! -x "$RUNNER_TEMP/pith/bin/pith" ] || exit 0
cargo install --quiet --locked --path . --root "$RUNNER_TEMP/pith"
