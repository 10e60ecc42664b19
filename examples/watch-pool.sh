#!/bin/sh
# Polls one pool of a Connection Server and has every answer judged as it comes; Ctrl-C ends it with a verdict.
# usage: HORIZON=https://horizon.example TOKEN=<access token> POOL=<pool id> watch-pool.sh [seconds between polls]
: "${HORIZON:?is the address of the server}" "${TOKEN:?is an access token}" "${POOL:?is the id of a pool}"
while :; do
  answer=$(curl --silent --show-error --header "Authorization: Bearer $TOKEN" "$HORIZON/rest/inventory/v6/desktop-pools/$POOL" | tr -d '\n')
  [ -n "$answer" ] && printf '{"at":"%s","pool":%s}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$answer"
  sleep "${1:-30}" || exit 2
done | tee -a "pool-$POOL.ndjson" | hvsim check - --changes
