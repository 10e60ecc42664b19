#!/bin/sh
# Pushes an image to a mock Connection Server with curl and jq, and waits until the pool runs it. HVSIM says how hvsim is started;
# npx would keep the output open, and eval would wait for it.
set -eu
eval "$(${HVSIM:-node_modules/.bin/hvsim} serve --release 2406 --clones 2 2>/dev/null &)"
trap 'kill "$HVSIM_PID"' EXIT

rest="$HVSIM_URL/rest"
json='Content-Type: application/json'
token=$(curl -sf "$rest/login" -H "$json" -d '{"username":"administrator","password":"secret","domain":"hvsim"}' | jq -r .access_token)
auth="Authorization: Bearer $token"

pool=$(curl -sf -H "$auth" "$rest/inventory/v9/desktop-pools" | jq -r '.[0].id')
status() { curl -sf -H "$auth" "$rest/inventory/v9/desktop-pools/$pool" | jq -r ".$1"; }
push="$rest/inventory/v2/desktop-pools/$pool/action/schedule-push-image"

echo "runs $(status provisioning_settings.parent_vm_id)"
#=> runs vm-1

curl -sf -H "$auth" -H "$json" "$push" -d '{"parent_vm_id":"vm-2","snapshot_id":"snapshot-2","logoff_policy":"FORCE_LOGOFF"}'
echo " $(status provisioning_status_data.instant_clone_operation)"
#=> [] SCHEDULE_PUSH_IMAGE

# Nobody waits for the engine: time is moved on, and whoever waits in earnest sleeps here instead.
until [ "$(status provisioning_status_data.instant_clone_operation)" = NONE ]; do
  curl -sf -o /dev/null "$HVSIM_URL/_hvsim/advance" -d '{"by":"10m"}'
done
echo "runs $(status provisioning_settings.parent_vm_id)"
#=> runs vm-2

# What is awkward happens on purpose: the next publish fails, and an hour passes at once.
curl -sf "$HVSIM_URL/_hvsim/pools/0/fail-next" -d '{"what":"publish","error":"The datastore is full"}'
curl -sf -o /dev/null -H "$auth" -H "$json" "$push" -d '{"parent_vm_id":"vm-3","snapshot_id":"snapshot-3","logoff_policy":"FORCE_LOGOFF"}'
curl -sf -o /dev/null "$HVSIM_URL/_hvsim/advance" -d '{"by":"1h"}'
echo "$(status provisioning_status_data.instant_clone_pending_image_state): $(status provisioning_status_data.instant_clone_pending_image_error)"
#=> FAILED: The datastore is full
