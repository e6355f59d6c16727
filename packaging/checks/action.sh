#!/usr/bin/env bash
# Runs the steps of the GitHub Action as the runner does; the first is `cargo install`.
. "$(dirname "$0")/lib.sh"

export GITHUB_ACTION_PATH=$root/.github/actions/verify
export RUNNER_TEMP=$scratch
export GITHUB_STEP_SUMMARY=$scratch/step-summary
mapfile -t steps < <(sed -n "s/^ *run: '\(.*\)'$/\1/p" "$GITHUB_ACTION_PATH/action.yml")
[ ${#steps[@]} = 2 ]
install() { bash -eo pipefail -c "${steps[0]}"; }
verify() { env "$@" bash -eo pipefail -c "${steps[1]}"; }

# Another `pith` in the search path must not be used.
mkdir "$scratch/bin"
printf '#!/bin/sh\n' >"$scratch/bin/pith"
chmod +x "$scratch/bin/pith"
export PATH=$scratch/bin:$PATH

expect 0 install
use_pith "$scratch/pith/bin/pith"
expect 0 verify PITH_PATHS="$record" PITH_EXPECT_COUNT=1 PITH_KEYS=
says '::notice title=pith::1 document: 1 passed'
grep -q '1 of 1 documents passed' "$scratch/step-summary"
expect 1 verify PITH_PATHS="$record
$altered
" PITH_EXPECT_COUNT= PITH_KEYS=
says "::error file=$altered,line=1,title="
expect 2 verify PITH_PATHS="$record" PITH_EXPECT_COUNT=2 PITH_KEYS=
says '::error title=pith::expected 2 documents, found 1'
expect 0 verify PITH_PATHS=fixtures/valid/4QHRGH5A.json PITH_EXPECT_COUNT= PITH_KEYS=fixtures/keys/pith-test-1.json
expect 2 verify PITH_PATHS= PITH_EXPECT_COUNT= PITH_KEYS=
says 'names nothing to verify'
expect 2 verify PITH_PATHS="\$(touch $scratch/run); touch $scratch/run" PITH_EXPECT_COUNT= PITH_KEYS=
expect 2 verify PITH_PATHS="--help" PITH_EXPECT_COUNT= PITH_KEYS=
[ ! -e "$scratch/run" ]
