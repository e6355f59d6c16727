#!/usr/bin/env bash
# Verifies the paths in PITH_PATHS, one per line. The inputs are variables, never part of a script,
# so that nothing in them is run.
set -euo pipefail

summary=$RUNNER_TEMP/pith-summary.json
options=(--format github "--summary=$summary")
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
status=0
"$RUNNER_TEMP/pith/bin/pith" verify "${options[@]}" -- "${paths[@]}" || status=$?
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -s "$summary" ]; then
  # The summary has only counts and ids of checks, and no text from a document.
  jq -r '"### pith: \(.passed) of \(.documents) documents passed", "",
    (if .complete then empty else "The run is **not complete**: see the annotations.", "" end),
    "| | documents |", "|---|---:|", "| failed | \(.failed) |", "| unverifiable | \(.unverifiable) |",
    (.failed_checks | to_entries[] | select(.key | test("^[a-z:_-]+$")) | "| fails `\(.key)` | \(.value.count) |")' \
    "$summary" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$status"
