#!/usr/bin/env bash
# Runs the pre-commit hook with the real pre-commit, in a repository of records.
. "$(dirname "$0")/lib.sh"

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet 'pre-commit>=4,<5'
export PRE_COMMIT_HOME=$scratch/cache
export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.org
export GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.org

# Install the files as they are now, at a revision of their own.
git clone --quiet "$root" "$scratch/pith"
copy_project "$scratch/pith"
git -C "$scratch/pith" add --all
git -C "$scratch/pith" commit --quiet --allow-empty --message 'as it is'

mkdir "$scratch/records"
cd "$scratch/records"
git init --quiet
cat >.pre-commit-config.yaml <<CONFIG
repos:
  - repo: $scratch/pith
    rev: $(git -C "$scratch/pith" rev-parse HEAD)
    hooks:
      - id: pith-verify
        files: ^records/
CONFIG
mkdir records
cp "$root/$record" records/
echo '{"not": "a record"}' >other.json
git add .
expect 0 "$scratch/venv/bin/pre-commit" run --all-files
says Passed
cp "$root/$altered" records/
git add .
expect 1 "$scratch/venv/bin/pre-commit" run --all-files
says 'FAIL  records/title--other-word.json'
# A file whose name looks like an option must be read as a file.
rm records/*.json
cp "$root/fixtures/valid/4QHRGH5A.json" records/
sed -i 's|files: ^records/|files: (^records/.*json$)\|^--|' .pre-commit-config.yaml
: >--no-builtin-keys.json
git add -- .
expect 1 "$scratch/venv/bin/pre-commit" run --all-files
says '  --no-builtin-keys.json'
# The hook must not build versions that are not locked.
sed -i 's/^version = .*/version = "0.1.999"/' "$scratch/pith/Cargo.toml"
git -C "$scratch/pith" commit --quiet --all --message 'no longer what the lock file says'
sed -i "s/rev: .*/rev: $(git -C "$scratch/pith" rev-parse HEAD)/" .pre-commit-config.yaml
git add -- .
expect 1 "$scratch/venv/bin/pre-commit" run --all-files
says 'lock file'
