#!/usr/bin/env bash
# Compares the instructions and page faults of the present code with the table benches/counts.md. On
# machines that the table is not for, it says so and compares nothing.
. "$(dirname "$0")/lib.sh"

[ "$(uname -sm)" != 'Linux x86_64' ] || need valgrind=valgrind
python3 benches/counts.py
