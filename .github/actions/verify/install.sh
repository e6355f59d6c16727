#!/usr/bin/env bash
# Builds `pith` from the checkout that this action is part of, unless there is one already.
set -euo pipefail
if command -v pith >/dev/null; then
  pith --version
  exit
fi
cargo install --quiet --locked --path "$GITHUB_ACTION_PATH/../../.."
