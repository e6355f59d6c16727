#!/usr/bin/env bash
# Opens the pages of `pith explain --html` in a real browser.
#
# Nothing may run, load or scroll sideways, axe may find nothing serious, and a print must have
# all of the text that is not folded. `page.sh PITH FOLDER` uses an existing command, and leaves the
# screenshots in the folder.
. "$(dirname "$0")/lib.sh"

need chromium=chromium pdftotext=poppler-utils
need_axe

pith=${1:-}
if [ -z "$pith" ]; then
  cargo build --quiet --release --locked
  pith=$CARGO_TARGET_DIR/release/pith
fi
# The record has texts in every place, and in its file name, that would run or load something.
hostile="$scratch/\"><script>ran=1<.json"
python3 packaging/checks/spoil.py "$record" "$hostile"

# make NAME STATUS ARGUMENT…: writes a page, and checks the exit status.
make() {
  local name=$1 status=0
  "$pith" explain --html "${@:3}" >"$scratch/$name.html" || status=$?
  [ "$status" = "$2" ] || { echo "exit status $status: $name" >&2; exit 1; }
}
version=fixtures/invalid/canonical-hash--version-altered.json
make passing 0 "$record"
make title-altered 1 "$altered"
make version-altered 1 "$version"
make hostile 1 "$hostile"
make comparison 1 "$record" "$hostile"
make overview 1 "$record" "$version" fixtures/unverifiable/receipt-key--unknown-id.json "$hostile" README.md
make unreadable 2 no-such-file
pages=("$scratch"/*.html)
python3 packaging/checks/page.py chromium "$axe" "${2:-$scratch/out}" "${pages[@]}"
echo "page: ${#pages[@]} pages looked at in $(chromium --version 2>/dev/null)"
