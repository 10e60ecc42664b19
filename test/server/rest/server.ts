/** A REST API under test: every answer is held against the schema that the release documents for it. */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { Release } from '../../../src/api/index.ts';
import type { RestType } from '../../../src/api/rest/documents.types.ts';
import { type RestSchema, restSchema } from '../../../src/api/rest/json-schema.ts';
import { type RestPathOf, restPathsOf } from '../../../src/api/rest/paths.ts';
import { createRestApp } from '../../../src/server/rest/app.ts';
import { createWorld, type World } from '../../../src/server/world.ts';
import type { WorldOptions } from '../../../src/server/world-options.ts';

/** An answer with its body parsed; undefined for an empty one. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into bodies of every shape.
  readonly body: any;
}

export interface Server {
  readonly world: World;
  readonly release: Release;
  /** Sends a request as whoever is logged in. A body that is no string is sent as JSON. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  login(user?: string, password?: string): Promise<void>;
  /** Id of the first pool. */
  readonly pool: string;
  /** Lets virtual time pass until the first pool fits, at the most for a day. */
  until(predicate: (status: Record<string, unknown>) => boolean): void;
  /** Lets wall time pass. */
  pass(ms: number): void;
}

const validators = new Map<string, ValidateFunction>();
const ajv = new Ajv2020({ strict: false, allErrors: true });

function validatorOf(type: RestType, release: Release): ValidateFunction {
  const key = `${release} ${JSON.stringify(type)}`;
  const known = validators.get(key);
  if (known) return known;
  const { $id: _, ...schema } = withoutIds(restSchema(type, release, 'answer'));
  const made = ajv.compile(schema);
  validators.set(key, made);
  return made;
}

/** Schemas of statuses have an id; one is part of several schemas here. */
function withoutIds(schema: RestSchema): RestSchema {
  return JSON.parse(JSON.stringify(schema, (name, value) => (name === '$id' || name === '$schema' ? undefined : value)));
}

const errorSchema = ajv.compile({
  type: 'object',
  required: ['status', 'timestamp', 'error_message', 'error_messages', 'errors'],
  additionalProperties: false,
  properties: {
    status: { type: 'string', pattern: '^[A-Z_]+$' },
    timestamp: { type: 'integer' },
    error_message: { type: 'string', minLength: 1 },
    error_messages: { type: 'array', items: { type: 'string' }, minItems: 1 },
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['error_key', 'error_message'],
        properties: { error_key: { type: 'string', minLength: 1 }, error_message: { type: 'string', minLength: 1 } },
      },
    },
  },
});

/** Makes sure that an answer is one that the documents allow. */
function assertDocumented(path: RestPathOf | undefined, release: Release, { status, headers, body }: Answer): void {
  expect(status, JSON.stringify(body)).not.toBe(500);
  if (status >= 400) {
    expect(errorSchema(body), `${JSON.stringify(errorSchema.errors)} in ${JSON.stringify(body)}`).toBe(true);
    return;
  }
  if (body === undefined) return;
  expect(headers.get('Content-Type')).toContain('application/json');
  expect(JSON.stringify(body)).not.toContain(':null');
  const type = path?.answer;
  // The documents at hand have no schema of vCenters themselves.
  if (!type || /^VirtualCenter(Monitor)?Info/.test(type.type)) return;
  const validate = validatorOf(type, release);
  expect(validate(body), `${type.type}: ${JSON.stringify(validate.errors)}`).toBe(true);
}

export function newServer(options: WorldOptions = {}, instead: Partial<World> = {}): Server {
  let wall = 1_767_600_000_000;
  let random = 0;
  const made = createWorld(
    { release: '2512', speed: 1, ...options },
    {
      wallTime: () => wall,
      randomBytes: (count) =>
        Uint8Array.from({ length: count }, () => {
          random = (random * 75 + 74) % 65_537;
          return random % 256;
        }),
      wait: () => Promise.resolve(),
    },
  );
  const world = replaced(made, instead);
  const app = createRestApp(world);
  const { release } = world;
  const paths = restPathsOf(release);
  let token = '';
  const pool = world.simulator.pools[0]?.id ?? '';
  const ask: Server['ask'] = async (method, path, body, headers = {}) => {
    const response = await app.request(`/rest${path}`, {
      method,
      headers: {
        ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
    const plain = path.replace(/\?.*/s, '');
    assertDocumented(
      paths.find((each) => each.method === method && each.pattern.test(plain)),
      release,
      answer,
    );
    return answer;
  };
  return {
    world,
    release,
    ask,
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    async login(user = 'administrator', password = 'secret') {
      token = '';
      const { body } = await ask('POST', '/login', { username: user, password, domain: 'hvsim' });
      token = body.access_token;
    },
    pool,
    until(predicate) {
      const { simulator } = world;
      for (let step = 0; step < 10_000; step += 1) {
        if (predicate(simulator.provisioningStatus(pool, 'view') as unknown as Record<string, unknown>)) return;
        const due = world.nextDue();
        if (due === undefined) break;
        world.advanceTo(due);
      }
      throw new Error('what was waited for did not happen');
    },
    pass(ms) {
      wall += ms;
    },
  };
}

/** A world of which some members are others. */
function replaced(world: World, instead: Partial<World>): World {
  return new Proxy(world, {
    get(target, name) {
      if (Object.hasOwn(instead, name)) return instead[name as keyof World];
      const member = target[name as keyof World];
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

/** A server with someone logged in. */
export async function loggedIn(options: WorldOptions = {}, instead: Partial<World> = {}): Promise<Server> {
  const server = newServer(options, instead);
  await server.login();
  return server;
}
