#!/usr/bin/env bash
# A corpus in parts, made by GNU parallel on all cores, or on many machines with --sshlogin. The parts joined in order are what one
# process would have written, byte for byte.
#
#   examples/fixtures-parallel.sh 1000000 8 > corpus.ndjson
set -euo pipefail
count=${1:-100000}
parts=${2:-4}
hvsim=${HVSIM:-hvsim}

if command -v parallel > /dev/null; then
  seq "$parts" | parallel --keep-order "$hvsim fixtures --count $count --shard {}/$parts"
else
  # Without GNU parallel: one part after the other.
  for part in $(seq "$parts"); do $hvsim fixtures --count "$count" --shard "$part/$parts"; done
fi
