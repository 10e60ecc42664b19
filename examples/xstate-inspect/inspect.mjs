// A scenario in the visualizer that @xstate/inspect was made for, an event a second once the page has connected.
// Run it with: node examples/xstate-inspect/inspect.mjs [scenario] [port] [milliseconds between events]
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from '@xstate/inspect/lib/server.js';
import { WebSocketServer } from 'ws';
import { createScenarioActor } from '../actors/scenario-actor.mjs';
import { createAdapter } from './adapter.mjs';

const [scenario = 'push-now', port = '0', pace = '1000'] = process.argv.slice(2);
const visualizer = 'https://stately.ai';

try {
  // Any page in a browser may call a port of its own machine: only the visualizer is let in, and programs, which have no origin.
  const verifyClient = (/** @type {{ origin?: string }} */ { origin }) => origin === undefined || origin === visualizer;
  const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), verifyClient });
  await once(server, 'listening');
  inspect({ server: /** @type {any} */ (server) });

  const pool = createScenarioActor(scenario, {
    devTools: createAdapter((event) => console.log(`${JSON.stringify(event)}: ${pool.send(event)}`)),
  });

  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`Open ${visualizer}/viz?inspect&server=ws://${address.address}:${address.port}`);
  console.log('The pool begins to live when the page has connected. End with Ctrl-C.');
  const [viewer] = await once(server, 'connection');
  await once(viewer, 'message');
  await play(pool.steps);
  setInterval(() => pool.simulator.fire(), Number(pace));
  console.log('The scenario is over. The pool still takes events.');
} catch (error) {
  console.error(messageOf(error));
  process.exit(2);
}

/** A viewer's events may take the pool where its scenario cannot go on: then the scenario is over, and the pool lives on. */
async function play(/** @type {Iterable<void>} */ steps) {
  try {
    for (const _ of steps) await sleep(Number(pace));
  } catch (error) {
    console.error(messageOf(error));
  }
}

function messageOf(/** @type {unknown} */ error) {
  return error instanceof Error ? error.message : String(error);
}
