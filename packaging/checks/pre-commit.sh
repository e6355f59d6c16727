#!/usr/bin/env bash
# Runs the hooks of docs/ci.md with the real pre-commit, in a repository of records: the hook that
# builds the command, or with the absolute path of a wheel as argument, the hook that installs the wheel.
. "$(dirname "$0")/lib.sh"

wheel=${1:-}
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet 'pre-commit>=4,<5'
pre_commit=$scratch/venv/bin/pre-commit
export PRE_COMMIT_HOME=$scratch/cache
export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.org
export GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.org

mkdir -p "$scratch/repository/records" "$scratch/repository/keys"
cd "$scratch/repository"
git init --quiet
cp "$root/fixtures/keys/pith-test-1.json" keys/archive.json
if [ -n "$wheel" ]; then
  # The version is not published yet, so pip has to find the wheel.
  export PIP_FIND_LINKS=${wheel%/*}
  block "$root/docs/ci.md" 'language: python' >.pre-commit-config.yaml
else
  # Install the files as they are now, at a revision of their own.
  git clone --quiet "$root" "$scratch/pith"
  (cd "$root" && copy_project "$scratch/pith")
  git -C "$scratch/pith" add --all
  git -C "$scratch/pith" commit --quiet --allow-empty --message 'as it is'
  # set_revision: uses the last revision of the clone.
  set_revision() {
    sed -i "s|rev: .*|rev: $(git -C "$scratch/pith" rev-parse HEAD)|" .pre-commit-config.yaml
    git add -- .
  }
  block "$root/docs/ci.md" 'rev: v' | sed "s|repo: https://.*|repo: $scratch/pith|" >.pre-commit-config.yaml
  set_revision
  # To save time, the hook finds its dependencies built, and does not optimize the command.
  "$pre_commit" install-hooks >/dev/null
  if [ -d "$CARGO_TARGET_DIR/release" ]; then
    copy_dependencies "$CARGO_TARGET_DIR/release" "$(echo "$PRE_COMMIT_HOME"/repo*)/target/release"
  fi
  mkdir "$scratch/.cargo"
  printf '[profile.release.package.pith-verify]\nopt-level = 0\n' >"$scratch/.cargo/config.toml"
fi
cp "$root/$record" records/
echo '{"not": "a record"}' >other.json
git add .
expect 0 "$pre_commit" run --all-files
says Passed
cp "$root/$altered" records/
git add .
expect 1 "$pre_commit" run --all-files
says 'FAIL  records/title--other-word.json'
# A file whose name looks like an option must be read as a file.
rm records/title*
sed -i 's/files: .*/files: (^records|^--)/' .pre-commit-config.yaml
: >--no-builtin-keys.json
git add -- .
expect 1 "$pre_commit" run --all-files
says '  --no-builtin-keys.json'
[ -z "$wheel" ] || exit 0

# The hook must not build versions that are not locked.
sed -i 's/^version = .*/version = "0.1.999"/' "$scratch/pith/Cargo.toml"
git -C "$scratch/pith" commit --quiet --all --message 'no longer what the lock file says'
set_revision
expect 1 "$pre_commit" run --all-files
says 'lock file'
