#!/usr/bin/env bash
# Packs the npm package, installs it into an empty project, and uses it there: with Node, and its
# types with the TypeScript compiler.
#
# It needs the module in packaging/web/dist, which `web.sh` builds.
. "$(dirname "$0")/lib.sh"

need node=nodejs npm=npm
[ -f packaging/web/dist/pith.wasm ] || not_checked "packaging/web/dist, which packaging/web/build makes"
typescript=5.9.3
npm pack --silent --pack-destination "$scratch" ./packaging/web >/dev/null
mkdir "$scratch/project"
cp "$record" "$scratch/project/record.json"
cp "$altered" "$scratch/project/altered.json"
cd "$scratch/project"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "$scratch"/pith-verify-*.tgz "typescript@$typescript" '@types/node@22'

# The examples of its README.
sed -n '/^```js$/,/^```$/{/^```/!p}' node_modules/pith-verify/README.md >example.mts
cp example.mts example.mjs
expect 0 node example.mjs
says 'pass pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62'
says 'title /paper/title'
types() { npx --no-install tsc --noEmit --strict --module nodenext --target es2022 "$1"; }
expect 0 types example.mts
printf 'import { verify } from "pith-verify";\nverify(new Uint8Array(), { titel: "" });\n' >wrong.mts
expect 2 types wrong.mts
says "'titel' does not exist in type 'Options'"

# The package has what the module needs, its licenses, and nothing else.
expect 0 find node_modules/pith-verify -type f -printf '%P\n'
for file in LICENSE THIRD-PARTY.txt pith.wasm; do says "dist/$file"; done
[ "$(wc -l <<<"$printed")" = 8 ]
echo "npm: the package has $(stat --format %s "$scratch"/pith-verify-*.tgz) bytes"
