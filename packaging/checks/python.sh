#!/usr/bin/env bash
# Builds the Python wheel and the source distribution, installs each into a new virtual
# environment, and tests the wheel there. pip builds both in environments of its own.
. "$(dirname "$0")/lib.sh"

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_QUIET=1
python3 -m venv "$scratch/venv"
bin=$scratch/venv/bin
"$bin/pip" install --requirement packaging/python/requirements-test.txt
cargo clippy --quiet --locked --manifest-path packaging/python/Cargo.toml -- -D warnings
cargo fmt --check --manifest-path packaging/python/Cargo.toml
packaging/python/wheel "$scratch/dist"
wheel=$(echo "$scratch"/dist/pith_verify-*.whl)
[ -z "${PITH_WHEELS:-}" ] || cp "$wheel" "$PITH_WHEELS"
"$bin/pip" install --no-index "$wheel"
use_pith "$bin/pith"
cmp target/dist/pith "$bin/pith"
installed=$("$bin/python" -c 'import importlib.metadata as m; print(m.distribution("pith-verify").locate_file(""))')

# The tag must name the oldest glibc that has everything that the command and the module need.
needed=$(readelf --version-info "$bin/pith" "$installed"/pith_verify/_native*.so |
  grep -o 'GLIBC_2\.[0-9]*' | sort --unique --version-sort | tail -n 1)
case $wheel in
  *"-manylinux_2_${needed#GLIBC_2.}_$(uname -m).whl") ;;
  *) echo "$wheel needs $needed" >&2; exit 1 ;;
esac

# Licenses (PEP 639): ours, and one of every package that is compiled in.
licenses=$(echo "$installed"/pith_verify-*.dist-info/licenses)
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

# The source distribution contains the crate, the module and their build, and nothing else.
expect 0 "$bin/python" -m build --sdist --outdir "$scratch/dist" packaging/python
sdist=$(echo "$scratch"/dist/pith_verify-*.tar.gz)
tar --list --gzip --file "$sdist" | cut -d/ -f2- | LC_ALL=C sort >"$scratch/contained"
{
  echo PKG-INFO
  cargo package --locked --allow-dirty --list 2>/dev/null | grep -vxF -e Cargo.toml.orig -e .cargo_vcs_info.json
  in_git() { git ls-files --cached --others --exclude-standard -- "$@"; }
  in_git packaging/third_party.py packaging/python/{src,Cargo.lock,Cargo.toml}
  (cd packaging/python && in_git PYPI.md build_backend.py pyproject.toml python)
} | LC_ALL=C sort | diff - "$scratch/contained"

# Cargo takes what it has built above, because every file and the linker are the same.
export "CARGO_TARGET_$(uname -m | tr a-z A-Z)_UNKNOWN_LINUX_GNU_LINKER=$CARGO_TARGET_DIR/tools/python/cc"
python3 -m venv "$scratch/empty"
"$scratch/empty/bin/pip" install --no-cache-dir "$sdist"
use_pith "$scratch/empty/bin/pith"
"$scratch/empty/bin/python" - "$record" <<'PY'
import pathlib, pith_verify, sys
assert pith_verify.Verifier().verify(pathlib.Path(sys.argv[1])).verdict == "pass"
PY

# Neither build leaves files in the checkout.
for created in LICENSE THIRD-PARTY.txt packaging pith_verify._native.data; do
  if [ -e "packaging/python/$created" ]; then
    echo "packaging/python/$created is left over" >&2
    exit 1
  fi
done

# The tests that need Spark have their own check.
"$bin/python" -m pytest --quiet -p no:cacheprovider --ignore packaging/python/tests/spark packaging/python

# Columns also work with the oldest pyarrow that the package promises.
oldest=$(sed -n 's/^arrow = \["pyarrow>=\([0-9]*\)"\]$/\1.0.0/p' packaging/python/pyproject.toml)
"$bin/pip" install --no-deps --target "$scratch/oldest" "pyarrow==$oldest" 'numpy<2'
export PYTHONPATH=$scratch/oldest
expect 0 "$bin/python" -c 'import pyarrow; print(pyarrow.__version__)'
says "$oldest"
"$bin/python" -m pytest --quiet -p no:cacheprovider packaging/python/tests/test_{arrow,spark_batches}.py
unset PYTHONPATH

# The recipe of docs/ci.md for pip, and the pre-commit hook that installs the wheel. The version is not
# published yet, so pip has to find the wheel.
mkdir -p "$scratch/job/records"
for number in {1..12}; do cp "$record" "$scratch/job/records/$number.json"; done
block docs/ci.md 'venv/bin/pip' >"$scratch/job/recipe"
cd "$scratch/job"
expect 0 env PIP_NO_INDEX=1 PIP_FIND_LINKS="$scratch/dist" sh -e recipe
says '12 documents: 12 passed'
"$root/packaging/checks/pre-commit.sh" "$wheel"
