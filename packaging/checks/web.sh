#!/usr/bin/env bash
# Builds the page for browsers and its WebAssembly module, and checks them with Node, Chromium and Firefox.
#
# Two builds in different folders must have the same bytes. `web.sh FOLDER` leaves the screenshots
# in the folder.
. "$(dirname "$0")/lib.sh"

manifest=packaging/web/Cargo.toml
cargo fmt --check --manifest-path "$manifest"
cargo clippy --quiet --locked --all-targets --manifest-path "$manifest" -- -D warnings
cargo test --quiet --locked --manifest-path "$manifest"

# build PROJECT: builds the page, unless there is no compiler.
build() {
  local status=0
  "$1/packaging/web/build" || status=$?
  [ "$status" != 69 ] || not_checked 'a compiler for WebAssembly'
  [ "$status" = 0 ]
}
build "$root"
dist=packaging/web/dist
module=$dist/pith.wasm
for folder in "$root/" "$CARGO_TARGET_DIR/" "${CARGO_HOME:-$HOME/.cargo}/" /rustlib/ /registry/; do
  if grep --text --only-matching --fixed-strings "$folder" "$module"; then
    echo "the module contains paths of this machine" >&2
    exit 1
  fi
done
copy_project "$scratch/elsewhere"
other=$scratch/elsewhere/target
for part in web/release web/wasm32-unknown-unknown; do
  copy_dependencies "$CARGO_TARGET_DIR/$part" "$other/$part"
done
[ ! -d "$CARGO_TARGET_DIR/toolchain" ] || ln -s "$CARGO_TARGET_DIR/toolchain" "$other/toolchain"
(unset CARGO_TARGET_DIR && build "$scratch/elsewhere")
diff --recursive "$dist" "$scratch/elsewhere/$dist"
echo "web: the module has $(stat --format %s "$module") bytes, with gzip $(gzip -9 <"$module" | wc --bytes)"

need node=nodejs chromium=chromium firefox-esr=firefox-esr pdftotext=poppler-utils
need_axe
cargo build --quiet --release --locked
export PITH=$CARGO_TARGET_DIR/release/pith
node --test packaging/web/tests/fixtures.test.mjs
python3 packaging/checks/web.py chromium "$axe" "$PITH" "$dist" "${1:-$scratch/out}"
python3 packaging/checks/firefox.py firefox-esr "$PITH" "$dist"
