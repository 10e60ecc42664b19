// A pool for @statelyai/inspect, the inspector of XState 5. One option connects it: `inspect`.
// Run it with: node examples/stately-inspect.mjs
//
// What leaves the program is what `send` is given. By default that is the whole machine once, then every event with its payload and every
// state with its context: names of pools, clones and virtual machines, error texts. Two functions clean it; here the pool's name and the
// types of events are all they let out. Microsteps and actions are never sent.
//
// To see it in Stately's page, replace createInspector by createWebSocketInspector({ url: 'ws://127.0.0.1:8080', ... }) and run
// createInspectorServer() of '@statelyai/inspect/server' beside it. That server listens on all interfaces and asks nobody where they come
// from: whoever reaches the port, and any page in a browser on the machine, reads along and is given the last 200 messages. Its page is a
// frame around stately.ai: what you inspect is handed to a page that is not yours, and without the internet it stays blank.
import { createInspector } from '@statelyai/inspect';
import { poolMachine } from 'hvsim/machines';
import { createActor } from 'xstate';

const inspector = createInspector(
  {
    send(/** @type {any} */ { type, event, snapshot }) {
      console.log(type, JSON.stringify({ event, context: snapshot?.context }));
    },
  },
  { sanitizeContext: ({ name }) => ({ name }), sanitizeEvent: ({ type }) => ({ type }) },
);

const image = { parentVm: 'vm-1', snapshot: 'snapshot-1' };
const input = { name: 'win11', at: 0, image, clones: [], selectivePush: true };
const actor = createActor(poolMachine, { input, inspect: inspector.inspect }).start();
//=> @xstate.actor {"context":{"name":"win11"}}
//=> @xstate.event {"event":{"type":"xstate.init"}}
//=> @xstate.snapshot {"event":{"type":"xstate.init"},"context":{"name":"win11"}}

actor.send({ type: 'engine.publishFailed', at: 1_000, error: 'The datastore ds-7 is full' });
//=> @xstate.event {"event":{"type":"engine.publishFailed"}}
//=> @xstate.snapshot {"event":{"type":"engine.publishFailed"},"context":{"name":"win11"}}
