/** One request to the REST API, as operations see it, and what they answer. */
import type { Context } from 'hono';
import type { Release } from '../../api/releases.ts';
import { contentOf } from '../../api/rest/contents.ts';
import type { OperationName, RestPath } from '../../api/rest/paths.ts';
import type { Privilege } from '../privileges.ts';
import type { World } from '../world.types.ts';
import type { ListAnswer, ListQuery } from './list.ts';
import { checkBody, readJson } from './read-body.ts';
import { badRequest, show } from './rest-error.ts';
import type { Sessions } from './sessions.ts';

/** A request. */
export class Call {
  readonly world: World;
  readonly sessions: Sessions;
  readonly #path: RestPath;
  readonly #context: Context;

  constructor(world: World, sessions: Sessions, path: RestPath, context: Context) {
    this.world = world;
    this.sessions = sessions;
    this.#path = path;
    this.#context = context;
  }

  get release(): Release {
    return this.world.release;
  }

  /** The version in the path; 0 for a path without one. */
  get version(): number {
    return this.#path.version;
  }

  /** A part of the path; the id of what it is about when no name is given. */
  param(name: 'id' | 'taskId' = 'id'): string {
    return this.#context.req.param(name) ?? '';
  }

  /** A parameter of the query; undefined where it is absent. */
  query(name: string): string | undefined {
    return this.#context.req.query(name);
  }

  /** A parameter that is true or false, in any case; false when absent. */
  flag(name: string): boolean {
    const text = this.query(name) ?? '';
    const value = text.toLowerCase();
    if (value !== '' && value !== 'true' && value !== 'false') throw badRequest(`${name} is ${show(text)}; it must be true or false.`);
    return value === 'true';
  }

  listQuery(): ListQuery {
    return this.#context.req.query();
  }

  /** The parsed body; undefined for an empty one. Time has passed until it was there. */
  async json(): Promise<unknown> {
    const value = await readJson(this.#context.req);
    this.world.now();
    return value;
  }

  /** The body, which must fit the schema that the release has for the path; `absent` stands for one that is left out. */
  async body<T>(absent?: T): Promise<T> {
    return checkBody<T>((await this.json()) ?? absent, contentOf(this.#path, 'body') ?? '', this.release);
  }

  /** 200 with JSON that is written already. */
  text(json: string, headers?: Readonly<Record<string, string>>): Response {
    return this.#context.body(json, 200, { 'Content-Type': 'application/json', ...headers });
  }

  ok(value: object): Response {
    return this.text(JSON.stringify(value));
  }

  list({ text, headers }: ListAnswer): Response {
    return this.text(text, headers);
  }

  /** An answer without a body. */
  empty(status: 200 | 201 | 204, headers: Readonly<Record<string, string>> = {}): Response {
    return this.#context.body(null, status, headers);
  }
}

/** What is done for a path. */
export interface Operation {
  /** One of these the session must have; any session will do when absent. */
  readonly privileges?: readonly Privilege[];
  /** Answered without a token. */
  readonly isOpen?: true;
  readonly handle: (call: Call) => Response | Promise<Response>;
}

export type Operations = Readonly<Partial<Record<OperationName, Operation>>>;
