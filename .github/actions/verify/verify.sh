#!/usr/bin/env bash
# Verifies the documents that the inputs name. The inputs are variables, never part of a script, so
# that nothing in them is run.
#
# This must also work with Bash 3.2 of macOS and with Git Bash of Windows.
set -euo pipefail

# Git Bash must not change arguments that look like paths of Unix.
export MSYS2_ARG_CONV_EXCL='*'
reports=$(mktemp -d "${RUNNER_TEMP//\\//}/pith-reports.XXXXXX")
summary=$reports/summary.json
report=$reports/pith.html
list=$reports/paths

# refuse MESSAGE: ends the step before anything was verified.
refuse() {
  local message=${1//\%/%25}
  message=${message//$'\r'/%0D}
  printf '::error title=pith::%s\n' "$message"
  exit 2
}

# add PREFIX LINES: adds each line as one option.
options=(--format github "--summary=$summary" "--html=$report" --null "--files-from=$list")
add() {
  local line
  while IFS= read -r line; do
    line=${line%$'\r'}
    [ -z "$line" ] || options+=("$1$line")
  done <<<"$2"
}

# matches PATTERN: prints the files that match, each path with a NUL after it.
# `*` and `?` match within one name, and `**/` matches any number of directories. Names that begin with
# a dot are not matched.
matches() {
  # Names are compared as bytes, because some may not be UTF-8: no file may escape the pattern.
  local LC_ALL=C rest=$1 regex='' start path
  while [ -n "$rest" ]; do
    case $rest in
      '**/'*) regex+='(.*/)?' rest=${rest#???} ;;
      '**'*) regex+='.*' rest=${rest#??} ;;
      '*'*) regex+='[^/]*' rest=${rest#?} ;;
      '?'*) regex+=$'[^/][\x80-\xbf]*' rest=${rest#?} ;;
      [\\^]*) regex+=\\${rest:0:1} rest=${rest#?} ;;
      *) regex+="[${rest:0:1}]" rest=${rest#?} ;;
    esac
  done
  # The directory to search is what precedes the first wildcard.
  start=${1%%[*?]*}
  case $start in
    /* | [A-Za-z]:/*) start=${start%/*} ;;
    */*) start=./${start%/*} ;;
    *) start=. ;;
  esac
  start=${start:-/}
  [ -d "$start" ] || return 0
  find -H "$start" -mindepth 1 -name '.*' -prune -o \( -type f -o -type l \) -print0 2>/dev/null |
    while IFS= read -r -d '' path; do
      path=${path#./}
      if [[ $path =~ ^$regex$ ]]; then printf '%s\0' "$path"; fi
    done
}

command -v jq >/dev/null || refuse 'the command jq is missing on this runner'

while IFS= read -r line; do
  line=${line%$'\r'}
  [ "${RUNNER_OS:-}" != Windows ] || line=${line//\\//}
  if [[ $line == *[*?]* ]]; then
    matches "$line" >"$reports/matches" || refuse "not every directory of \"$line\" can be read"
    [ -s "$reports/matches" ] || refuse "no file matches \"$line\" of the input \"paths\""
    cat "$reports/matches" >>"$reports/named"
  elif [ -n "$line" ]; then
    printf '%s\0' "$line" >>"$reports/named"
  fi
done <<<"$PITH_PATHS"
[ -s "$reports/named" ] || refuse 'the input "paths" names nothing to verify'
# A file that several lines name is verified once.
LC_ALL=C sort -zu "$reports/named" >"$list"

add --expect= "$PITH_EXPECT"
add --expect-list= "$PITH_EXPECT_LIST"
add --expect-count= "$PITH_EXPECT_COUNT"
add --require= "$PITH_REQUIRE"
add --key= "$PITH_KEY"
add --key= "$PITH_KEYS"
add '' "$PITH_ARGS"
status=0
"$RUNNER_TEMP/pith/bin/pith" verify "${options[@]}" || status=$?

# Not even an option such as --help can make this step pass without documents that passed.
[ "$status" != 0 ] || [ -s "$summary" ] || refuse 'nothing was verified: see the input "args"'
[ -s "$summary" ] || exit "$status"
# The jq of Windows ends lines with CR and LF.
jq -r -f "$GITHUB_ACTION_PATH/summary.jq" "$summary" | tr -d '\r' >>"$GITHUB_STEP_SUMMARY"
jq -r --argjson status "$status" '
  "verdict=" + if $status == 0 then "pass" elif .failed > 0 then "fail" else "unverifiable" end,
  "passed=\(.passed)", "failed=\(.failed)", "unverifiable=\(.unverifiable)"' "$summary" |
  tr -d '\r' >>"$GITHUB_OUTPUT"
echo "summary=$summary" >>"$GITHUB_OUTPUT"
[ ! -e "$report" ] || echo "report=$report" >>"$GITHUB_OUTPUT"
exit "$status"
