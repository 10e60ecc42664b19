/** Whatever is sent, the answer is one that the documents allow, never 500; and what is refused changes nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RestSchema, restSchema } from '../../../src/api/rest/json-schema.ts';
import { restPathsOf } from '../../../src/api/rest/paths.ts';
import { loggedIn, type Server } from './server.ts';

const release = '2512';
/** The newest version of each operation that has a body: the others are checked in the same way. A login is not tried here: it is 401. */
const withBody = [
  ...new Map(
    restPathsOf(release).flatMap((path) =>
      path.operation && path.body && path.operation !== 'login' ? [[path.operation, path] as const] : [],
    ),
  ).values(),
];

/** Ids that are there, so that bodies get past the first look. */
const known = ['vm-1', 'vm-2', 'snapshot-1', 'snapshot-2', 'datastore-1', 'new-pool', 'x', ''];

/** A value that a schema allows, as far as it says. */
function fitting(schema: RestSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'string':
      return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, fc.string());
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5 });
    case 'number':
      return fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(0, -0, 1e300, 2 ** 53, 1_763_752_000.123),
      );
    case 'array':
      return fc.array(fitting(schema.items ?? {}), { maxLength: 4 });
    default:
      return schema.properties ? members(schema) : fc.object({ maxDepth: 1, maxKeys: 3 });
  }
}

function members({ properties = {}, required = [] }: RestSchema): fc.Arbitrary<unknown> {
  const each = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fitting(schema)]));
  return fc.record(each, { requiredKeys: [...required] });
}

/** Something of the wrong type, size or kind. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    'x'.repeat(5_000),
    1.5,
    -1,
    1e300,
    2 ** 53,
    [],
    {},
    [null],
    { id: {} },
    '\u0000',
    '💥',
    '__proto__',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A body in which some members are odd, or that is odd itself. */
const spoilt = (schema: RestSchema): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 1, arbitrary: odd },
    {
      weight: 5,
      arbitrary: fc
        .tuple(
          fitting(schema),
          fc.dictionary(fc.constantFrom(...Object.keys(schema.properties ?? { x: 1 }), 'unknown'), odd, { maxKeys: 3 }),
        )
        .map(([body, changes]) => (schema.type === 'object' ? { ...(body as object), ...changes } : body)),
    },
  );

/** What clients see of all pools and machines. */
const seen = async (server: Server) =>
  JSON.stringify([(await server.get('/inventory/v12/desktop-pools')).body, (await server.get('/inventory/v10/machines')).body]);

const pathOf = (server: Server, path: string) => `${path.replace('{id}', server.pool).replace('{taskId}', 'x')}`;

/** A server that nothing has changed yet, and what it shows: what is refused leaves it so, and the next request can have it. */
let fresh: { readonly server: Server; readonly before: string } | undefined;

async function freshServer() {
  const server = await loggedIn({ release, engine: 'manual', clones: 2 });
  return { server, before: await seen(server) };
}

async function assertSound(method: string, path: string, body: unknown): Promise<void> {
  const { server, before } = fresh ?? (await freshServer());
  fresh = undefined;
  const { status } = await server.ask(method, pathOf(server, path), body);
  expect([200, 201, 204, 400, 404, 409, 413, 501]).toContain(status);
  if (status < 400) return;
  expect(await seen(server)).toBe(before);
  fresh = { server, before };
}

describe.each(withBody)('$method $path', ({ method, path, body: type = { type: 'object' } }) => {
  const schema = restSchema(type, release, 'request');

  it('takes or refuses every body that its schema allows', async () => {
    await fc.assert(
      fc.asyncProperty(fitting(schema), (body) => assertSound(method, path, body)),
      { numRuns: 25 },
    );
  });

  it('refuses or ignores what is wrong in a body', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt(schema), (body) => assertSound(method, path, body)),
      { numRuns: 40 },
    );
  });

  it.each([
    ['half a value', '{"a":'],
    ['no JSON', 'logoff_policy=FORCE_LOGOFF'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['deep objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['a number beyond all numbers', '1e999'],
    ['bytes that are no text', '\u0000\ufffd'],
    ['more than a body may have', JSON.stringify('x'.repeat(1_100_000))],
  ])('answers 4xx for %s', async (_, body) => {
    const server = await loggedIn({ release });
    const { status } = await server.ask(method, pathOf(server, path), body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });
});

describe('a query', () => {
  it('of any text is answered or refused', async () => {
    const server = await loggedIn({ release, pools: 3 });
    const name = fc.constantFrom('page', 'size', 'filter', 'sort_by', 'order_by', 'vcenter_id', 'base_vm_id', 'pending_image', 'x');
    const filter = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value));
    const value = fc.oneof(fc.string(), filter, fc.constantFrom('1', '0', 'name', 'DESC', '1e3', '9'.repeat(30)));
    const lists = ['/inventory/v12/desktop-pools', '/inventory/v2/machines', '/external/v1/base-vms', '/external/v1/base-snapshots'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...lists), fc.dictionary(name, value), async (path, query) => {
        const { status } = await server.get(`${path}?${new URLSearchParams(query)}`);
        expect([200, 400, 404]).toContain(status);
      }),
      { numRuns: 300 },
    );
  });

  it('that is no proper encoding is answered or refused', async () => {
    const server = await loggedIn({ release });
    for (const query of ['filter=%', 'filter=%E0%A4%A', '%=%', '&&&', 'page=%00&size=%ff', `filter=${'%7B'.repeat(5_000)}`]) {
      expect([200, 400]).toContain((await server.get(`/inventory/v12/desktop-pools?${query}`)).status);
    }
  });
});

describe('a path', () => {
  it('with any id is answered or refused', async () => {
    const server = await loggedIn({ release });
    const id = fc.oneof(
      fc.string({ minLength: 1 }).map(encodeURIComponent),
      fc.constantFrom('%', '%E0%A4%A', '%2F', '%00', '..', '__proto__', 'constructor'),
    );
    const path = fc.constantFrom(...restPathsOf(release).filter(({ operation, path: each }) => operation && each.includes('{')));
    await fc.assert(
      fc.asyncProperty(path, id, async ({ method, path: pattern }, each) => {
        const { status } = await server.ask(method, pattern.replace(/\{\w+\}/g, each));
        expect([400, 404, 405]).toContain(status);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a header', () => {
  it('of any form is no token', async () => {
    const server = await loggedIn({ release });
    const header = fc.string({ unit: fc.constantFrom(...'Bearer .=-_abcXYZ019\t'), maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(header, async (Authorization) => {
        expect((await server.ask('GET', '/inventory/v1/desktop-pools', undefined, { Authorization })).status).toBe(401);
      }),
      { numRuns: 200 },
    );
    expect(
      (await server.ask('GET', '/inventory/v1/desktop-pools', undefined, { Authorization: `Bearer ${'x'.repeat(100_000)}` })).status,
    ).toBe(401);
  });
});
