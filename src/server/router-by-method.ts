/** A router for Hono that does not let the paths of one method slow down those of another. */
import type { Result, Router } from 'hono/router';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';

/**
 * Gives every method the quickest router that can take its paths. `POST …/{id}/action/…` beside `POST …/action/enable` is too much
 * for the quickest; reads, which are most of what clients send, are not.
 */
export class RouterByMethod<T> implements Router<T> {
  readonly name = 'RouterByMethod';
  readonly #routers = new Map<string, Router<T>>();

  add(method: string, path: string, handler: T): void {
    const router = this.#routers.get(method) ?? new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] });
    this.#routers.set(method, router);
    router.add(method, path, handler);
  }

  match(method: string, path: string): Result<T> {
    return this.#routers.get(method)?.match(method, path) ?? [[]];
  }
}
