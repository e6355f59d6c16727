#!/usr/bin/env bash
# The Python wheel, built and installed into a fresh virtual environment.
. "$(dirname "$0")/lib.sh"

python3 -m venv "$scratch/build"
"$scratch/build/bin/pip" install --quiet 'maturin>=1.9,<2'
(cd packaging/wheel && "$scratch/build/bin/maturin" build --quiet --release --locked --out "$scratch/dist")
ls "$scratch"/dist/pith_verify-*.whl

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --no-index "$scratch"/dist/*.whl
use_pith "$scratch/venv/bin/pith"
