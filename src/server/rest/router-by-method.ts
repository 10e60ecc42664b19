/** A router for Hono that does not let the paths of one method slow down those of another. */
import type { Result, Router } from 'hono/router';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';

/** How many paths are kept with what they matched: clients mostly poll a few. */
const mostKept = 1_000;

/**
 * Gives every method the quickest router that can take its paths, and keeps what it found. `POST …/{id}/action/…` beside
 * `POST …/action/enable` is too much for the quickest; reads, which are most of what clients send, are not.
 */
export class RouterByMethod<T> implements Router<T> {
  readonly name = 'RouterByMethod';
  readonly #routers = new Map<string, Router<T>>();
  readonly #kept = new Map<string, Map<string, Result<T>>>();

  add(method: string, path: string, handler: T): void {
    const router = this.#routers.get(method) ?? new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] });
    this.#routers.set(method, router);
    this.#kept.set(method, new Map());
    router.add(method, path, handler);
  }

  match(method: string, path: string): Result<T> {
    const kept = this.#kept.get(method);
    if (!kept) return [[]];
    let result = kept.get(path);
    if (!result) {
      result = (this.#routers.get(method) as Router<T>).match(method, path);
      if (kept.size >= mostKept) kept.clear();
      kept.set(path, result);
    }
    return result;
  }
}
