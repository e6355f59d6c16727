#!/usr/bin/env bash
# Opens the pages of `pith explain --html` in a real browser.
#
# Nothing may run, load or scroll sideways, axe may find nothing serious, and a print must have
# all of the text that is not folded. `page.sh PITH FOLDER` uses an existing command, and leaves the
# screenshots in the folder.
. "$(dirname "$0")/lib.sh"

axe=axe_playwright_python==0.1.8
needed=(chromium pdftotext python3)
packages=(chromium poppler-utils python3)
for place in "${!needed[@]}"; do
  command -v "${needed[$place]}" >/dev/null || missing+=("${packages[$place]}")
done
if [ -n "${missing[*]:-}" ]; then
  if [ -z "${CI:-}" ]; then
    echo "page: NOT CHECKED, for want of ${missing[*]}"
    exit 0
  fi
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
# The package contains the single file of axe-core. It is not run.
if ! python3 -m venv "$scratch/venv" ||
  ! "$scratch/venv/bin/pip" download --quiet --no-deps --dest "$scratch" "$axe"; then
  [ -z "${CI:-}" ] || exit 1
  echo "page: NOT CHECKED, for want of $axe"
  exit 0
fi
python3 -m zipfile -e "$scratch"/axe_playwright_python-*.whl "$scratch/axe"

pith=${1:-}
if [ -z "$pith" ]; then
  cargo build --quiet --release --locked
  pith=$CARGO_TARGET_DIR/release/pith
fi
# The record has texts in every place, and in its file name, that would run or load something.
hostile="$scratch/\"><script>ran=1<.json"
python3 - "$record" "$hostile" <<'PYTHON'
import json, sys

BAD = ["</title></style></script><script>ran=1</script>", "\"><img src=x onerror=ran=1>",
       "' onmouseover='ran=1' style='background:url(http://127.0.0.1:9/x)", "\u202egnp\u2066\u001b[2J",
       "W" * 400, "<svg onload=ran=1><link rel=stylesheet href=http://127.0.0.1:9/y><iframe src=.>"]
count = 0


def spoil(value):
    global count
    count += 1
    bad = BAD[count % len(BAD)]
    if isinstance(value, dict):
        return {name: spoil(part) for name, part in value.items()} | {f"{bad}{count}": bad}
    if isinstance(value, list):
        return [spoil(part) for part in value]
    return bad if isinstance(value, str) else value


real = json.load(open(sys.argv[1], encoding="utf-8"))
kept = ["record_type", "schema_version", "canonical_record"]
record = spoil(real) | {name: real[name] for name in kept}
record["paper"]["title"] = BAD[0] + BAD[3]
json.dump(record, open(sys.argv[2], "w", encoding="utf-8"))
PYTHON

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
python3 packaging/checks/page.py chromium "$scratch/axe/axe_playwright_python/axe.min.js" \
  "${2:-$scratch/out}" "${pages[@]}"
echo "page: ${#pages[@]} pages looked at in $(chromium --version 2>/dev/null)"
