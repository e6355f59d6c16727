#!/usr/bin/env bash
# Builds the archive, the Debian package and the root of the container image, and uses each where there
# is nothing else. Checks that a publisher's values reach every file.
. "$(dirname "$0")/lib.sh"

need man=man-db
mkdir "$scratch/release"
expect 0 packaging/release "$scratch/release"
archive=$(echo "$scratch"/release/pith-*.tar.gz)
deb=$(echo "$scratch"/release/pith_*.deb)
target=$(basename "$archive" .tar.gz | cut -d- -f3-)
contents=target/$target/dist/contents

mkdir "$scratch/empty"
tar --extract --directory "$scratch/empty" --strip-components 1 --file "$archive"
pith=$scratch/empty/pith
use_pith "$pith"
printed=$(ldd "$pith" 2>&1 || true)
says 'statically linked'
(cd "$scratch/empty" && find . -type f | LC_ALL=C sort) | diff - <(
  printf './%s\n' CHANGELOG.md LICENSE README.md THIRD-PARTY.txt \
    completions/{_pith,_pith.ps1,pith.bash,pith.elv,pith.fish} pith pith.1
)
# The same binary gives the same archive. The one for Windows has the same files.
python3 packaging/archive.py "$contents/pith" "$target" "$scratch" >/dev/null
cmp "$archive" "$scratch/$(basename "$archive")"
zip=$(python3 packaging/archive.py "$contents/pith" x86_64-pc-windows-gnu "$scratch")
rm -r "$contents/contents"
python3 -m zipfile --extract "$zip" "$scratch/zip"
diff <(cd "$scratch/empty" && find . -type f | sort) <(cd "$scratch"/zip/pith-* && find . -type f | sort)

if [ "$(id -u)" != 0 ]; then not_checked 'the rights to install a package and to change the root'; fi
# The instructions of the Dockerfile, without a container engine.
image=$scratch/image
mkdir -p "$image/records"
cp "$record" "$altered" "$image/records"
chmod 755 "$scratch"
sed -n 's/^COPY \(--chmod=755 \)\?//p' packaging/Dockerfile | while read -ra paths; do
  into=${paths[-1]}
  unset 'paths[-1]'
  cp "${paths[@]//'image-${TARGETARCH}'/$contents}" "$image$into"
done
user=$(sed -n 's/^USER //p' packaging/Dockerfile)
in_image() { chroot --userspec="$user" "$image" "$(sed -n 's/^ENTRYPOINT \["\(.*\)"\]/\1/p' packaging/Dockerfile)" "$@"; }
expect 0 in_image verify "/records/$(basename "$record")"
expect 1 in_image verify "/records/$(basename "$altered")"

if dpkg --status pith >/dev/null 2>&1; then not_checked 'a machine without the package pith'; fi
trap 'apt-get purge -y -qq pith >/dev/null 2>&1; rm -rf "$scratch"' EXIT
expect 0 apt-get install -y -qq "$deb"
use_pith /usr/bin/pith
expect 0 dpkg --verify pith
expect 0 man -w pith
says /usr/share/man/man1/pith.1

echo "release: $(stat --format '%s bytes: %n' "$archive" "$deb" "$pith" | sed "s|: .*/|: |" | paste -sd ';')"

# What a publisher fills in. After that, `.ci/check` compares the files.
grep -q '^# repository' Cargo.toml || exit 0
unset GITHUB_SERVER_URL GITHUB_REPOSITORY
copy_project "$scratch/published"
cd "$scratch/published"
expect 1 python3 packaging/values.py --release v0.0.1
says 'Cargo.toml has no repository'
says 'the tag is v0.0.1'
sed -i 's|^# \(repository = ".*/\)OWNER/|\1an-owner/|; s|^# \(authors = \[\).*|\1"A Name <name@example.org>"]|' Cargo.toml
expect 1 python3 packaging/values.py --check
says 'docs/ci.md differs'
expect 0 python3 packaging/values.py
expect 0 python3 packaging/values.py --release "v$version"
expect 1 env GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=a-fork/pith python3 packaging/values.py --release "v$version"
says 'this is https://github.com/a-fork/pith'
if grep -rnw --include='*.md' --include='*.yml' OWNER README.md docs packaging .github; then exit 1; fi
for folder in . packaging/python packaging/web; do
  cargo metadata --locked --format-version 1 --manifest-path "$folder/Cargo.toml" >/dev/null
done
expect 0 python3 packaging/archive.py "$pith" "$target" "$scratch/published"
expect 0 tar --extract --to-stdout --file "$(basename "$archive")" "$(basename "$archive" .tar.gz)/README.md"
says "(https://github.com/an-owner/pith/blob/v$version/docs/security.md#check-a-download)"
expect 0 python3 packaging/values.py --notes
says '### '
says "(https://github.com/an-owner/pith/blob/v$version/docs/"
