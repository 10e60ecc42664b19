// The mock Connection Server inside a program, without a port: undici, and whatever client is built on it, talks to the handler.
// Run it with: node examples/serve-without-port.mjs
import { createHandler, createWorld } from 'hvsim/server';
import { Dispatcher, fetch, setGlobalDispatcher } from 'undici';

const world = createWorld({ release: '2406', pools: 2, startAt: '2026-01-05T08:00:00Z' });
const handler = createHandler(world);

// undici's MockAgent cannot wait for an answer; a Dispatcher can. In msw it is http.all('*', ({ request }) => handler(request)).
const dispatcher = new Dispatcher();
dispatcher.dispatch = ({ origin, path, method, headers, body }, to) => {
  const answer = async () => {
    to.onConnect?.(() => {});
    const init = Object({ method, headers, body, duplex: 'half' });
    const response = await handler(new Request(`${origin}${path}`, init));
    const raw = [...response.headers].flat().map((text) => Buffer.from(text));
    to.onHeaders?.(response.status, raw, () => {}, response.statusText);
    to.onData?.(Buffer.from(await response.arrayBuffer()));
    to.onComplete?.([]);
  };
  answer().catch((error) => to.onError?.(error));
  return true;
};
setGlobalDispatcher(dispatcher);

const rest = 'https://horizon.example.com/rest';
let auth = {};
/** @type {(method: string, path: string, body?: object) => Promise<any>} */
const ask = async (method, path, body) => {
  const init = body ? { body: JSON.stringify(body), headers: { ...auth, 'Content-Type': 'application/json' } } : { headers: auth };
  return (await fetch(`${rest}${path}`, { method, ...init })).json();
};

const { access_token: token } = await ask('POST', '/login', { username: 'administrator', password: 'secret', domain: 'hvsim' });
auth = { Authorization: `Bearer ${token}` };

const [pool] = await ask('GET', '/inventory/v9/desktop-pools');
const spec = { parent_vm_id: 'vm-2', snapshot_id: 'snapshot-2', logoff_policy: 'FORCE_LOGOFF' };
await ask('POST', `/inventory/v2/desktop-pools/${pool.id}/action/schedule-push-image`, spec);
world.advanceTo(world.now() + 3_600_000);
const now = await ask('GET', `/inventory/v9/desktop-pools/${pool.id}`);
console.log(now.provisioning_settings.parent_vm_id, now.provisioning_status_data.instant_clone_operation);
//=> vm-2 NONE
