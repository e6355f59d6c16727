#!/usr/bin/env bash
# The JSON Schema of reports, held against reports by a validator that is not ours.
. "$(dirname "$0")/lib.sh"

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check jsonschema==4.25.1
cargo build --quiet --release --locked
"$scratch/venv/bin/python" packaging/checks/schema.py "$CARGO_TARGET_DIR/release/pith"
