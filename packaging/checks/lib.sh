# Contains what the checks share. It must be sourced.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

root=$PWD
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

# use_pith PITH: uses the command as a new user does.
use_pith() {
  expect 0 "$1" --version
  says "pith $(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)"
  expect 0 "$1" verify "$record"
  says "PASS  $record"
  expect 1 "$1" verify "$altered"
}
