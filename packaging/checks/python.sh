#!/usr/bin/env bash
# Builds the Python wheel, installs it into a new virtual environment, and tests it there.
. "$(dirname "$0")/lib.sh"

python3 -m venv "$scratch/venv"
bin=$scratch/venv/bin
"$bin/pip" install --quiet --disable-pip-version-check --requirement packaging/python/requirements-test.txt
cargo clippy --quiet --locked --manifest-path packaging/python/Cargo.toml -- -D warnings
cargo fmt --check --manifest-path packaging/python/Cargo.toml
PATH=$bin:$PATH packaging/python/build --quiet --out "$scratch/dist"
"$bin/pip" install --quiet --disable-pip-version-check --no-index "$scratch"/dist/pith_verify-*.whl
use_pith "$bin/pith"

# Licenses (PEP 639): ours, and one of every package that is compiled in.
licenses=$("$bin/python" - <<'PY'
import importlib.metadata as metadata
print(metadata.distribution("pith-verify")._path / "licenses")
PY
)
cmp LICENSE "$licenses/LICENSE"
built() {
  cargo tree --locked --edges normal --prefix none --format '{p}' "$@" |
    sed -n 's/^\([^ ]*\) v\([^ ]*\).*/\1 \2/p' | grep -v '^pith-verify' | sort -u
}
(built && cd packaging/python && built) >"$scratch/built"
[ "$(wc -l <"$scratch/built")" -gt 80 ]
while read -r package; do
  if ! grep -q "^$package: " "$licenses/THIRD-PARTY.txt"; then
    echo "$package is compiled in and has no license in the wheel" >&2
    exit 1
  fi
done <"$scratch/built"

# The tests that need Spark have their own check.
"$bin/python" -m pytest --quiet -p no:cacheprovider --ignore packaging/python/tests/spark packaging/python
