#!/usr/bin/env bash
# Verifies the paths in PITH_PATHS, one a line. The inputs come as variables, never as a part
# of a script, so that nothing in them is run.
set -euo pipefail

options=(--format github)
if [ -n "${PITH_EXPECT_COUNT:-}" ]; then
  options+=("--expect-count=$PITH_EXPECT_COUNT")
fi
while IFS= read -r key; do
  key=${key%$'\r'}
  [ -z "$key" ] || options+=("--key=$key")
done <<<"${PITH_KEYS:-}"
paths=()
while IFS= read -r path; do
  path=${path%$'\r'}
  [ -z "$path" ] || paths+=("$path")
done <<<"${PITH_PATHS:-}"
if [ ${#paths[@]} -eq 0 ]; then
  echo '::error title=pith::the input "paths" names nothing to verify'
  exit 2
fi
exec "$RUNNER_TEMP/pith/bin/pith" verify "${options[@]}" -- "${paths[@]}"
