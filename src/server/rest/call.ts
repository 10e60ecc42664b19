/** One request to the REST API, as operations see it, and what they answer. */
import type { Context } from 'hono';
import type { Release } from '../../api/releases.ts';
import type { RestType } from '../../api/rest/documents.types.ts';
import type { OperationName } from '../../api/rest/operations.ts';
import type { RestPathOf } from '../../api/rest/paths.ts';
import { schemaName } from '../../api/rest/schemas.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import { recordEncoder } from '../../projector/rest-record.ts';
import type { EventInput } from '../../simulator/input/read-event.ts';
import type { Privilege } from '../accounts.ts';
import type { World } from '../world.ts';
import { checkBody, readJson } from './body.ts';
import { badRequest, ofFault, RestError, wrongValue } from './errors.ts';
import { type FoundPool, findPool } from './inventory.ts';
import { answerList, type Listing, type ListQuery, listParameters } from './list.ts';
import type { Sessions } from './tokens.ts';

export class Call {
  readonly world: World;
  readonly sessions: Sessions;
  readonly release: Release;
  readonly version: number;
  readonly #path: RestPathOf;
  readonly #context: Context;

  constructor(world: World, sessions: Sessions, path: RestPathOf, context: Context) {
    this.world = world;
    this.sessions = sessions;
    this.release = world.release;
    this.version = path.version;
    this.#path = path;
    this.#context = context;
  }

  /** A part of the path; the id of what it is about when no name is given. */
  param(name: 'id' | 'taskId' = 'id'): string {
    return this.#context.req.param(name) ?? '';
  }

  pool(): FoundPool {
    return findPool(this.world, this.param());
  }

  query(name: string): string | undefined {
    return this.#context.req.query(name);
  }

  requiredQuery(name: string): string {
    const value = this.query(name);
    if (!value) throw badRequest(`The parameter ${name} is missing; it is required.`, 'common.parameter.missing');
    return value;
  }

  /** A parameter that is true or false, in any case; false when absent. */
  flag(name: string): boolean {
    const text = this.query(name) ?? '';
    if (!/^(true|false)?$/i.test(text)) throw wrongValue(name, text, 'be true or false');
    return text.toLowerCase() === 'true';
  }

  /** The parsed body; undefined for an empty one. Time has passed until it was there. */
  async json(): Promise<unknown> {
    const value = await readJson(this.#context.req);
    this.world.now();
    return value;
  }

  /** The body, which must fit the schema that the release has for the path; `absent` stands for one that is left out. */
  async body<T>(absent?: T): Promise<T> {
    return checkBody<T>((await this.json()) ?? absent, this.bodyType, this.release);
  }

  /** What the release documents as the body of the path. */
  get bodyType(): RestType {
    return this.#path.body ?? { type: 'object' };
  }

  /** The body and the pool that the path is about, as it is when the body is there. Where no pool is, no body helps. */
  async bodyAndPool<T>(absent?: T): Promise<FoundPool & { readonly body: T }> {
    this.pool();
    const body = await this.body(absent);
    return { ...this.pool(), body };
  }

  /** @throws RestError where the life cycle refuses; nothing has changed then */
  send(pool: string, event: EventInput): void {
    const { fault } = this.world.send(pool, event);
    if (fault) throw ofFault(fault);
  }

  /** Of everything that is known of a thing, what a version of its schema has. */
  encode(title: string, record: WireObject, version = this.version): WireObject {
    return recordEncoder(schemaName(title, version), this.release)(record);
  }

  /** 200 with JSON that is written already. */
  text(json: string, headers?: Readonly<Record<string, string>>): Response {
    return this.#context.body(json, 200, { 'Content-Type': 'application/json', ...headers });
  }

  ok(value: object): Response {
    return this.text(JSON.stringify(value));
  }

  /** A list as the query asks for it, by the parameters that the release documents for the path. */
  list<T>(listing: Listing<T>): Response {
    const documented = (this.#path.query ?? []).map(({ name }) => name);
    const asked = listParameters.filter((name) => documented.includes(name)).map((name) => [name, this.query(name)] as const);
    const query: ListQuery = Object.fromEntries(asked.filter(([, value]) => value !== undefined));
    const { text, headers } = answerList(listing, query, this.release);
    return this.text(text, headers);
  }

  empty(status: 200 | 201 | 204 = 204, headers: Readonly<Record<string, string>> = {}): Response {
    return this.#context.body(null, status, headers);
  }

  /** What became of each id that a bulk request names; an error is that item's alone. */
  bulk(ids: readonly string[], handle: (id: string) => void): Response {
    const items = ids.map((id) => {
      const error = refusalOf(() => handle(id));
      const record = {
        id,
        status_code: error?.status ?? 200,
        timestamp: this.world.now(),
        errors: error && [{ error_key: error.key, error_message: error.message }],
        error_messages: error && [error.message],
      };
      return this.encode('BulkItemResponseInfo', record, 1);
    });
    return this.ok(items);
  }
}

function refusalOf(action: () => void): RestError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof RestError) return error;
    throw error;
  }
}

/** What is done for a path. What it changes is in the journal before it is answered. */
export interface Operation {
  /** One of these the session must have; any session will do when absent. */
  readonly privileges?: readonly Privilege[];
  /** Answered without a token. */
  readonly isOpen?: true;
  readonly handle: (call: Call) => Response | Promise<Response>;
}

export type Operations = Readonly<Partial<Record<OperationName, Operation>>>;
