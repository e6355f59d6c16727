#!/usr/bin/env bash
# Runs the recipes of docs/ci.md, each in a folder that has only records, with a `curl` that serves a
# release from a folder.
. "$(dirname "$0")/lib.sh"

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check pyyaml==6.0.3
cargo build --quiet --release --locked

page=$root/docs/ci.md
repository=$(sed -n 's|.*uses: \(.*\)/\.github/actions/verify@v.*|\1|p' "$page")
name=pith-$version-x86_64-unknown-linux-musl
export RELEASE_FOLDER=$scratch/release
mkdir -p "$RELEASE_FOLDER" "$scratch/$name" "$scratch/bin"
cp "$CARGO_TARGET_DIR/release/pith" "$scratch/$name/"
tar -czf "$RELEASE_FOLDER/$name.tar.gz" -C "$scratch" "$name"
(cd "$RELEASE_FOLDER" && sha256sum "$name.tar.gz" >SHA256SUMS && echo "$(printf %064d 0)  another.deb" >>SHA256SUMS)
cat >"$scratch/bin/curl" <<CURL
#!/usr/bin/env bash
set -euo pipefail
[ "\$1" = -fsSL ] && [ \$# = 5 ]
while shift && [ "\${1:-}" = -O ]; do
  shift
  [ "\${1%/*}" = https://github.com/$repository/releases/download/v$version ]
  cp "\$RELEASE_FOLDER/\${1##*/}" .
done
CURL
chmod +x "$scratch/bin/curl"
export PATH=$scratch/bin:$PATH

recipe() { block "$page" "$2" | "$scratch/venv/bin/python" packaging/checks/recipes.py "$1" "${@:3}"; }
recipe github 'PITH: ' >"$scratch/github"
recipe gitlab verify-records: >"$scratch/gitlab"
recipe jenkins pipeline >"$scratch/jenkins"
block "$page" 'set -e' >"$scratch/shell"
sed 's/--ignore-missing SHA256SUMS/pith.sha256/' "$scratch/shell" >"$scratch/pinned"
grep "$name" "$RELEASE_FOLDER/SHA256SUMS" >"$scratch/pith.sha256"
# macOS has this command instead.
sed 's/sha256sum/shasum -a 256/' "$scratch/shell" >"$scratch/macos"

# Every system starts the shell in its own way.
declare -A shells=([github]='bash -e' [gitlab]='bash -eo pipefail' [jenkins]='sh -xe' [shell]=sh [pinned]=sh [macos]=sh)
# run RECIPE: runs the recipe in a new folder with 12 records.
run() {
  rm -rf "$scratch/workspace"
  mkdir -p "$scratch/workspace/records"
  cd "$scratch/workspace"
  cp "$scratch/pith.sha256" .
  for number in {1..11}; do cp "$root/$record" "records/$number.json"; done
  [ -z "$last" ] || cp "$root/$last" records/12.json
  ${shells[$1]} "$scratch/$1"
}
for name in "${!shells[@]}"; do
  last=$record expect 0 run "$name"
  says '12 documents: 12 passed'
  [ "$name" = github ] || (cd "$scratch/workspace" && grep -q '<testsuites' pith.xml && grep -qi '<!doctype html>' records.html)
  last=$altered expect 1 run "$name"
  says 'records/12.json'
  [ "$name" = github ] || grep -q '<failure' "$scratch/workspace/pith.xml"
  last='' expect 2 run "$name"
  says 'expected 12 documents, found 11'
done
# An archive that is not the one of the checksum is not even unpacked.
for folder in altered missing; do
  mkdir "$scratch/$folder"
  cp "$RELEASE_FOLDER/"* "$scratch/$folder/"
done
echo >>"$scratch/altered/pith-$version-x86_64-unknown-linux-musl.tar.gz"
sed -i 1d "$scratch/missing/SHA256SUMS"
for name in "${!shells[@]}"; do
  for folder in altered missing; do
    [ "$folder$name" != missingpinned ] || continue
    RELEASE_FOLDER=$scratch/$folder last=$record expect 1 run "$name"
    [ ! -e "$scratch/workspace/pith-$version-x86_64-unknown-linux-musl" ]
  done
done

recipe workflow 'id: pith' .github/actions/verify/action.yml "$page"
