/** The control API, under `/_hvsim/`: what a test needs to make the awkward happen on purpose. No path of the product is here. */
import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { HvsimError } from '../errors.ts';
import { toProblems, toSentence } from '../simulator/input/read.ts';
import { parseJson } from './attempt.ts';
import { controlTable } from './control-routes.ts';
import type { World } from './world.ts';
import { findPool, type NamedPool } from './world-run.ts';

function statusOf({ code }: HvsimError): 400 | 404 | 500 {
  if (code === 'unknown-pool' || code === 'unknown-machine' || code === 'unknown-base-vm') return 404;
  return code === 'cannot-read' || code === 'cannot-write' ? 500 : 400;
}

export function createControlApp(world: World): Hono {
  const app = new Hono({ strict: false });
  for (const { method, path, handle, schema, body: example } of controlTable) {
    if (!handle) continue;
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      const given = context.req.param('pool');
      const pool = (given === undefined ? undefined : findPool(world.simulator, given)) as NamedPool;
      const body = (schema ? readBody(schema, await context.req.text(), example) : undefined) as never;
      const answer = handle({ world, pool, body, context });
      // What was asked for is answered when the journal has it.
      if (method !== 'GET') await world.settled();
      if (answer === undefined) return context.body(null, 204);
      return answer instanceof Response ? answer : context.json(answer as object);
    });
  }
  const refuse = (c: Context, status: 400 | 404 | 500, code: string, message: string) => c.json({ error: { code, message } }, status);
  app.notFound((c) => refuse(c, 404, 'unknown-route', `There is no ${c.req.method} ${c.req.path}. GET /_hvsim lists what there is.`));
  app.onError((error, c) => {
    if (!(error instanceof HvsimError)) throw error;
    return refuse(c, statusOf(error), error.code, error.message);
  });
  return app;
}

/** @param example shown to whoever sends something else */
function readBody(schema: v.GenericSchema, text: string, example: unknown): unknown {
  const why = text === '' ? 'The request has no body; JSON is expected.' : `The body is no JSON: ${text.slice(0, 60)}`;
  const value = parseJson(text, () => new HvsimError('not-json', why));
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new HvsimError('wrong-payload', `${toSentence(toProblems(parsed.issues))} An example: ${JSON.stringify(example)}`);
}
