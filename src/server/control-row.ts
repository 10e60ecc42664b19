/** A path of the control API: what it is, what it takes, and what is done for it. */
import type { Context } from 'hono';
import * as v from 'valibot';
import type { World } from './world.ts';
import type { NamedPool } from './world-run.ts';

/** A path in words: `GET /_hvsim`, the about page and the documents print it. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly does: string;
  /** An example of the body. */
  readonly body?: unknown;
}

export interface ControlRow<Body = never> extends ControlRoute {
  readonly schema?: v.GenericSchema<unknown, Body>;
  /** What is answered as JSON, with 204 where it is undefined. Absent where the handler of all paths answers itself. */
  readonly handle?: (call: { readonly world: World; readonly pool: NamedPool; readonly body: Body; readonly context: Context }) => unknown;
}

export const row = <Body = undefined>(each: ControlRow<Body>): ControlRow => each as unknown as ControlRow;

export const text = v.pipe(v.string(), v.nonEmpty('Expected text that is not empty'));
