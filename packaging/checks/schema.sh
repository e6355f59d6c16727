#!/usr/bin/env bash
# Validates reports against the JSON Schema of reports, with an independent validator.
. "$(dirname "$0")/lib.sh"

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check jsonschema==4.25.1
cargo build --quiet --release --locked
"$scratch/venv/bin/python" packaging/checks/schema.py "$CARGO_TARGET_DIR/release/pith"
