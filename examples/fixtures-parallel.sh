#!/usr/bin/env bash
# A corpus in parts, made by GNU parallel on all cores, or on many machines with --sshlogin. The parts joined in order are what one
# process would have written, byte for byte.
#
#   examples/fixtures-parallel.sh 1000000 8 > corpus.ndjson
set -euo pipefail
count=${1:-100000}
parts=${2:-4}
hvsim=${HVSIM:-hvsim}

if parallel --version 2> /dev/null | grep -q 'GNU parallel'; then
  seq "$parts" | parallel --will-cite --keep-order --halt now,fail=1 "$hvsim fixtures --count $count --shard {}/$parts"
else
  echo 'GNU parallel is not installed: one part after the other.' >&2
  for part in $(seq "$parts"); do $hvsim fixtures --count "$count" --shard "$part/$parts"; done
fi
