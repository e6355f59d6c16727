#!/usr/bin/env bash
# Builds a binary that needs no library of the system.
. "$(dirname "$0")/lib.sh"

expect 0 packaging/static
pith=$(tail -n 1 <<<"$printed")
printed=$(ldd "$pith" 2>&1 || true)
says 'statically linked'
use_pith "$pith"
