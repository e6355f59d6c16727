# Contains what the checks share. It must be sourced.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

root=$PWD
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
record=fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json
altered=fixtures/invalid/title--other-word.json
# All checks share one build of the dependencies.
export CARGO_TARGET_DIR=$root/target

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# expect STATUS COMMAND…: runs the command, checks its exit status, and keeps its output in
# $printed.
expect() {
  local expected=$1 status=0
  shift
  printed=$("$@" 2>&1) || status=$?
  if [ "$status" != "$expected" ]; then
    printf '%s\nexit status %s instead of %s: %s\n' "$printed" "$status" "$expected" "$*" >&2
    exit 1
  fi
}

# says TEXT: fails unless $printed contains the text.
says() {
  case $printed in
    *"$1"*) ;;
    *) printf '%s\n"%s" is not in what was printed\n' "$printed" "$1" >&2; exit 1 ;;
  esac
}

# not_checked WHAT: ends the check for want of something. Only a developer's machine may lack it.
not_checked() {
  echo "$(basename "$0" .sh): NOT CHECKED, for want of $1"
  [ -z "${CI:-}" ] || exit 1
  exit 0
}

# need COMMAND=PACKAGE…: installs Debian's packages for the commands that are missing, in CI.
need() {
  local pair missing=()
  for pair; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ -n "${CI:-}" ] || not_checked "${missing[*]}"
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# need_axe: downloads axe-core, which finds pages that are hard to use, and sets $axe to its file.
need_axe() {
  # The package contains the single file of axe-core. It is not run.
  local package=axe_playwright_python==0.1.8
  python3 -m venv "$scratch/axe" &&
    "$scratch/axe/bin/pip" download --quiet --no-deps --dest "$scratch/axe" "$package" || not_checked "$package"
  python3 -m zipfile -e "$scratch"/axe/axe_playwright_python-*.whl "$scratch/axe"
  axe=$scratch/axe/axe_playwright_python/axe.min.js
}

# copy_project FOLDER: copies the files of the project as they are now, without what is ignored.
copy_project() {
  mkdir -p "$1"
  git ls-files -z --cached --others --exclude-standard |
    tar --create --null --files-from=- --ignore-failed-read 2>/dev/null | tar --extract --directory "$1"
}

# copy_dependencies FROM TO: copies a folder of built packages without our own, which must be built
# again there.
copy_dependencies() {
  mkdir -p "$(dirname "$2")"
  cp -a "$1" "$2"
  find "$2" -name '*pith*' -prune -exec rm -r {} +
}

# use_pith PITH: uses the command as a new user does.
use_pith() {
  expect 0 "$1" --version
  says "pith $version"
  expect 0 "$1" verify "$record"
  says "PASS  $record"
  expect 1 "$1" verify "$altered"
}

# block PAGE TEXT: prints the first code block of a page that contains the text.
block() {
  awk -v text="$2" '
    /^```/ { if (found) exit; inside = !inside; code = ""; next }
    inside { code = code $0 "\n"; if (index($0, text)) found = 1 }
    END { printf "%s", code; exit !found }' "$1"
}
