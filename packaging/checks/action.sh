#!/usr/bin/env bash
# Runs the steps of the GitHub Action as the runner does, with a `gh` that serves releases from a
# folder. The first run has no release, so that it builds the command; the release is made of that.
. "$(dirname "$0")/lib.sh"

need jq=jq
export GITHUB_ACTION_PATH=$root/.github/actions/verify
definition=$GITHUB_ACTION_PATH/action.yml
export RUNNER_OS=Linux RUNNER_ARCH=X64 RUNNER_TEMP=$scratch/temp
export GITHUB_OUTPUT=$scratch/outputs GITHUB_STEP_SUMMARY=$scratch/step-summary
mapfile -t steps < <(sed -n "s/^ *run: '\(.*\)'$/\1/p" "$definition")
[ ${#steps[@]} = 3 ]
mkdir "$scratch/bin" "$RUNNER_TEMP"

# gh knows the releases in $RELEASES, and attests the files that are in its list.
export RELEASES=$scratch/releases PITH_REPOSITORY=OWNER/pith
mkdir "$RELEASES"
cat >"$scratch/bin/gh" <<'GH'
#!/usr/bin/env bash
set -euo pipefail
[ ! -e "$RELEASES/offline" ] || { echo '::warning::cannot connect' >&2; exit 1; }
case $* in
  "release download v"*" --repo OWNER/pith --pattern pith-"*" --pattern SHA256SUMS --dir "*)
    cd "$RELEASES/$3" 2>/dev/null || { echo 'release not found' >&2; exit 1; }
    for pattern in "$7" "$9"; do
      [ ! -e "$pattern" ] || cp "$pattern" "${11}"
    done ;;
  "attestation verify pith-"*" --repo OWNER/pith --signer-workflow OWNER/pith/.github/workflows/release.yml")
    grep -qx "$(sha256sum <"$3")" "$RELEASES/attested" || { echo 'no attestation' >&2; exit 1; } ;;
  *) echo "unknown command: $*" >&2; exit 1 ;;
esac
GH
# Another `pith` in the search path must not be used.
printf '#!/bin/sh\n' >"$scratch/bin/pith"
chmod +x "$scratch/bin/"*
export PATH=$scratch/bin:$PATH

step() { env "${environment[@]}" bash --noprofile --norc -eo pipefail -c "${steps[$1]}"; }
run() { # the arguments are for the message of `expect`
  : >"$GITHUB_OUTPUT"
  : >"$GITHUB_STEP_SUMMARY"
  [ -z "$install" ] || step 0 || return
  ! grep -qx build=true "$GITHUB_OUTPUT" || step 1 || return
  step 2
}
# action STATUS INPUT=VALUE…: runs the action with these inputs. With $install empty, it uses the
# command that is installed already.
install=yes
action() {
  local expected=$1 pair name
  shift
  mapfile -t environment < <(sed -n 's/^ *\(PITH_[A-Z_]*\): ${{ inputs\..* }}$/\1=/p' "$definition")
  for pair; do
    name=$(sed -n "s/^ *\(PITH_[A-Z_]*\): \${{ inputs\.${pair%%=*} }}$/\1/p" "$definition")
    [ -n "$name" ]
    environment+=("$name=${pair#*=}")
  done
  expect "$expected" run "$@"
}
# gives NAME VALUE: fails unless the action has this output.
gives() {
  local value
  value=$(sed -n "s/^$1=//p" "$GITHUB_OUTPUT")
  value=${value:-$(sed -n "s/^ *value: .* steps\.verify\.outputs\.$1 || '\(.*\)' }}$/\1/p" "$definition")}
  if [ "$value" != "$2" ]; then
    echo "output $1 is \"$value\" instead of \"$2\"; printed: $printed" >&2
    exit 1
  fi
}
# summary_has TEXT: fails unless a line of the job's summary is this text.
summary_has() {
  grep -qxF -- "$1" "$GITHUB_STEP_SUMMARY" || { cat "$GITHUB_STEP_SUMMARY"; echo "no line: $1"; exit 1; } >&2
}

# Without a release, the action builds its checkout.
action 0 paths="$record" expect-count=1
says "pith $version is built from source: OWNER/pith has no release v$version with files"
says '::notice title=pith::1 document: 1 passed'
gives verdict pass
gives passed 1
gives failed 0
summary_has '### pith: 1 of 1 documents passed, 0 failed, 0 unverifiable'
use_pith "$RUNNER_TEMP/pith/bin/pith"
cp "$RUNNER_TEMP/pith/bin/pith" "$scratch/built"
action 2 paths="$record" version=9.9.9
says "pith 9.9.9 cannot be downloaded, and this action can only build $version"

# release TARGET VERSION: makes a release of the command that was built, and attests it.
release() {
  local name=pith-$2-$1 folder=$RELEASES/v$2
  mkdir -p "$scratch/$name" "$folder"
  cp "$scratch/built" "$scratch/$name/pith"
  tar -czf "$folder/$name.tar.gz" -C "$scratch" "$name"
  (cd "$folder" && sha256sum ./*.tar.gz | sed 's|\./||' >SHA256SUMS)
  sha256sum <"$folder/$name.tar.gz" >>"$RELEASES/attested"
}
linux=x86_64-unknown-linux-musl
archive=$RELEASES/v$version/pith-$version-$linux.tar.gz
release "$linux" "$version"
for named in '' "$version" "v$version"; do
  action 0 paths="$record" version="$named"
  gives verdict pass
  gives build ''
done
# There is none for this platform: step 0 asks for a build.
RUNNER_ARCH=ARM64 expect 0 step 0
says "v$version of OWNER/pith has no pith-$version-aarch64-unknown-linux-musl.tar.gz"
gives build true
while read -r os arch target; do
  release "$target" "$version"
  : >"$GITHUB_OUTPUT"
  RUNNER_OS=$os RUNNER_ARCH=$arch expect 0 step 0
  gives build ''
done <<'PLATFORMS'
Linux ARM64 aarch64-unknown-linux-musl
macOS X64 x86_64-apple-darwin
macOS ARM64 aarch64-apple-darwin
PLATFORMS
RUNNER_OS=Windows RUNNER_ARCH=ARM64 expect 0 step 0
says 'no releases for Windows on ARM64'

# A release that does not verify, or cannot be fetched, is an error and never a reason to build.
refused() {
  action 2 paths="$record" "${@:2}"
  says "$1"
  gives build ''
  gives verdict unverifiable
  gives passed 0
  [ ! -e "$RUNNER_TEMP/pith/bin/pith" ] || [ "${2:-}" = version=9.9.9 ]
}
touch "$RELEASES/offline"
refused 'cannot be downloaded; run the job again later'
says 'gh: ::warning::'
rm "$RELEASES/offline"
cp "$archive" "$scratch/good.tar.gz"
echo >>"$archive"
refused 'is damaged or was altered: its SHA-256 is not the one in SHA256SUMS'
(cd "$RELEASES/v$version" && sha256sum -- *.tar.gz >SHA256SUMS)
refused 'has no valid attestation'
cp "$scratch/good.tar.gz" "$archive"
: >"$RELEASES/v$version/SHA256SUMS"
refused 'is damaged or was altered'
rm "$RELEASES/v$version/SHA256SUMS"
refused 'has no SHA256SUMS'
release "$linux" "$version"
release "$linux" 9.9.9
refused 'is not pith 9.9.9' version=9.9.9
for hostile in "$version
::stop-commands::x" '../../x' '$(id)' "--repo=x"; do
  refused 'the input "version" is not a version such as' version="$hostile"
  [ "$(grep -c '^::' <<<"$printed")" = 1 ]
done

# The other inputs.
action 1 paths="$record
$altered
" expect-count=2
says "::error file=$altered,line=1,title="
gives verdict fail
gives passed 1
gives failed 1
# Ids with digits are listed as well.
for line in '| first cause | documents | first document |' '| failed check | documents | first document |' \
  '| <code>title</code> | 1 | <code>fixtures/invalid/title--other-word&#46;json</code> |'; do
  summary_has "$line"
done
grep -q '"summary_version": 1' "$(sed -n 's/^summary=//p' "$GITHUB_OUTPUT")"
grep -qi '<!doctype html>' "$(sed -n 's/^report=//p' "$GITHUB_OUTPUT")"
install=
action 1 paths=$'fixtures/invalid/alias_pith_short_8--lower-case.json\nfixtures/invalid/event-signature_4635--all-zero.json'
grep -q '^| <code>alias&#58;pith&#95;short&#95;8</code> | 1 |' "$GITHUB_STEP_SUMMARY"
grep -q '^| <code>event-signature&#58;4635</code> | 1 |' "$GITHUB_STEP_SUMMARY"
other=fixtures/valid/4QHRGH5A.json
key=fixtures/keys/pith-test-1.json
action 2 paths="$other"
gives verdict unverifiable
gives unverifiable 1
action 0 paths="$other" key="$key"
action 0 paths="$other" keys="$key"
action 0 paths="$record" expect=$'1234.5678\n2106.06530v2'
action 1 paths="$record" expect=1234.5678
action 0 paths="$record" require=$'primary-cat=cs.LG\nsubmitted-after=2021-01-01'
action 1 paths="$record" require=$'primary-cat=cs.LG\nsubmitted-after=2022-01-01'
echo 2106.06530v2 >"$scratch/a list"
action 0 paths="$record" expect-list="$scratch/a list"
echo 1234.5678 >>"$scratch/a list"
action 2 paths="$record" expect-list="$scratch/a list" expect-count=2
says '::error title=pith::expected 2 documents, found 1'
gives verdict unverifiable
gives passed 1
summary_has '- <code>expected 2 documents, found 1</code>'
action 0 paths="$record" args=$'--title\nLabel Noise SGD Provably Prefers Flat Global Minimizers\n--no-duplicates'
action 1 paths="$record" args='--title=Another title'
# Nothing was verified, although the status of the command is 0.
action 2 paths="$record" args=--help
says 'nothing was verified'
gives verdict unverifiable
action 2 paths=
says 'names nothing to verify'

# Patterns, in a folder with unusual names.
mkdir -p "$scratch/here/records/2021/a b" "$scratch/here/records/.hidden"
cp "$record" "$scratch/here/records/one.json"
cp "$record" "$scratch/here/records/2021/a b/[two] *.json"
cp "$record" "$scratch/here/--help"
cp "$altered" "$scratch/here/"$'records/2021/\xff\nä.json.altered'
cp "$altered" "$scratch/here/records/.hidden/altered.json"
cp "$altered" "$scratch/here/records/2021/a b/altered.ndjson"
cd "$scratch/here"
finds() {
  action 0 paths="$2"
  gives passed "$1"
}
finds 1 'records/*.json'
finds 2 'records/**/*.json'
finds 2 $'**/*.json\r\n'
finds 2 "./**/*.json"
finds 2 "$PWD/records/**.json"
finds 1 'records/????/a b/[two] ?.json'
finds 1 'records/2021/*/[*.json'
finds 1 --help
finds 1 -?help
finds 3 $'--*\nrecords/**/*o*.json\nrecords/on?.json'
action 1 paths='records/**'
gives passed 2
gives failed 2
# Names that are not UTF-8, or have line breaks, match as others do.
action 1 paths='records/**/???.json.altered'
gives failed 1
for pattern in 'records/*.jsonl' 'nowhere/*' 'one.*' 'records/[a-z]*' '*
::stop-commands::x/*.json' '%0A::error::*'; do
  action 2 paths="$pattern"
  says 'no file matches "'
  gives verdict unverifiable
done
says 'no file matches "%250A::error::*"'

# Nothing in an input is run, and nothing in it is a command of the runner or an output.
hostile="\$(touch $scratch/run)
\`touch $scratch/run\`; touch $scratch/run
::set-output name=verdict::pass
::stop-commands::x"
for input in paths expect expect-list expect-count require key keys args; do
  action 2 paths=records/one.json "$input=$hostile"
  gives verdict unverifiable
  if grep '^::' <<<"$printed" | grep -v '^::\(error\|notice\) '; then exit 1; fi
done
[ ! -e "$scratch/run" ]

# Names of files cannot add to the log, the outputs or the summary.
mkdir names
hostile=$'names/x\n::stop-commands::y\nverdict=pass\n| <img src=x> [a](b) `c` @d.json'
mkdir -p "${hostile%/*}"
jq '.aliases = [] | .canonical_sha256 = "0"' "$root/$record" >"$hostile"
action 1 paths=$'names/\nnowhere.json' expect-count=9
gives verdict fail
if grep '^::' <<<"$printed" | grep -v '^::\(error\|notice\) '; then exit 1; fi
[ "$(grep -c '[<`@]' <<<"$(sed 's|</*code>||g' "$GITHUB_STEP_SUMMARY")")" = 0 ]
