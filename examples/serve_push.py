"""Pushes an image to a mock Connection Server, later than now, and cancels it. Python's standard library alone.

HVSIM says how hvsim is started.
"""

import json
import os
import shlex
import subprocess
import time
import urllib.error
import urllib.request

command = shlex.split(os.environ.get("HVSIM", "npx hvsim")) + ["serve", "--release", "2206", "--speed", "20"]
server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
said = dict(word.split("=", 1) for word in shlex.split(server.stdout.readline())[1:])
token = None


def ask(method, path, body=None):
    """Sends a request; gives the status and what was answered."""
    headers = {"Content-Type": "application/json"} if body is not None else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{said['HVSIM_URL']}/rest{path}", data, headers, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            text = response.read()
            return response.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


try:
    _, tokens = ask("POST", "/login", {"username": "administrator", "password": ["secret"], "domain": "HVSIM"})
    token = tokens["access_token"]
    _, pools = ask("GET", "/inventory/v6/desktop-pools")
    pool = f"/inventory/v6/desktop-pools/{pools[0]['id']}"
    actions = f"/inventory/v1/desktop-pools/{pools[0]['id']}/action"

    tomorrow = int((time.time() + 86_400) * 1000)
    spec = {"parent_vm_id": "vm-2", "snapshot_id": "snapshot-2", "logoff_policy": "WAIT_FOR_LOGOFF", "start_time": tomorrow}
    print(ask("POST", f"{actions}/schedule-push-image", spec)[0])
    #=> 204

    def state():
        return ask("GET", pool)[1]["provisioning_status_data"]

    while state()["instant_clone_pending_image_state"] != "READY":
        time.sleep(0.05)
    print(state()["instant_clone_operation"], state()["instant_clone_push_image_settings"]["start_time"] == tomorrow)
    #=> SCHEDULE_PUSH_IMAGE True

    print(ask("POST", f"{actions}/schedule-push-image", {**spec, "parent_vm_id": "vm-3", "snapshot_id": "snapshot-3"})[0])
    #=> 400

    print(ask("POST", f"{actions}/cancel-scheduled-push-image")[0])
    #=> 204

    while state()["instant_clone_operation"] != "NONE":
        time.sleep(0.05)
    print("instant_clone_pending_image_state" in state(), ask("GET", pool)[1]["provisioning_settings"]["parent_vm_id"])
    #=> False vm-1
finally:
    server.terminate()
    server.wait()
