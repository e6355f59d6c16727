#!/usr/bin/env bash
# Downloads the release of `pith` for this runner and verifies its checksum and attestation.
#
# If there is no such release, the next steps of the action build `pith` from its checkout. A release
# that does not verify is an error. The path of the command is always the same, because another
# `pith` on the runner may be another version.
set -euo pipefail

fail() {
  printf '::error title=pith::%s\n' "$1"
  exit 2
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-64
}

# from_source REASON: ends this step and lets the next steps build the version of the checkout.
from_source() {
  [ "$version" = "$own" ] || fail "pith $version cannot be downloaded, and this action can only build $own: $1"
  echo "pith $version is built from source: $1"
  {
    echo "build=true"
    echo "key=$(find Cargo.toml Cargo.lock askama.toml src -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256)"
  } >>"$GITHUB_OUTPUT"
  exit 0
}

# Git Bash reads a path with slashes as well as one with backslashes, and every tool prefers slashes.
temp=${RUNNER_TEMP//\\//}
rm -rf "$temp/pith"
cd "$GITHUB_ACTION_PATH/../../.."
own=$(awk -F '"' '/^version = / { print $2; exit }' Cargo.toml)
version=${PITH_VERSION:-$own}
version=${version#v}
# A version becomes part of file names and messages.
form='^[0-9]+\.[0-9]+\.[0-9]+$'
[[ $version =~ $form ]] || fail 'the input "version" is not a version such as 0.2.0'

exe=pith
archive=tar.gz
case $RUNNER_OS-$RUNNER_ARCH in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc exe=pith.exe archive=zip ;;
  *) from_source "there are no releases for $RUNNER_OS on $RUNNER_ARCH" ;;
esac
command -v gh >/dev/null || from_source 'the command gh, which downloads releases, is missing'

name=pith-$version-$target
file=$name.$archive
folder=$(mktemp -d "$temp/pith-release.XXXXXX")
if ! printed=$(gh release download "v$version" --repo "$PITH_REPOSITORY" --pattern "$file" \
  --pattern SHA256SUMS --dir "$folder" 2>&1); then
  case $printed in
    *'release not found'* | *'no assets'*) from_source "$PITH_REPOSITORY has no release v$version with files" ;;
  esac
  printf '%s\n' "$printed" | sed 's/^/gh: /'
  fail "the release v$version of $PITH_REPOSITORY cannot be downloaded; run the job again later"
fi
[ -e "$folder/$file" ] || from_source "the release v$version of $PITH_REPOSITORY has no $file"

cd "$folder"
stated=$(awk -v file="$file" '$2 == file || $2 == "*" file { print $1 }' SHA256SUMS) ||
  fail "the release v$version of $PITH_REPOSITORY has no SHA256SUMS"
[ "$stated" = "$(sha256 <"$file")" ] ||
  fail "$file is damaged or was altered: its SHA-256 is not the one in SHA256SUMS"
gh attestation verify "$file" --repo "$PITH_REPOSITORY" \
  --signer-workflow "$PITH_REPOSITORY/.github/workflows/release.yml" ||
  fail "$file has no valid attestation: the log says why gh refuses it"

if [ $archive = zip ]; then unzip -q "$file"; else tar -xzf "$file"; fi
mkdir -p "$temp/pith/bin"
mv "$name/$exe" "$temp/pith/bin/"
cd "$temp"
rm -rf "$folder"
[ "$("$temp/pith/bin/$exe" --version | tr -d '\r')" = "pith $version" ] ||
  fail "the command in $file is not pith $version"
