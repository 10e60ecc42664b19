/** A REST client as they are in the wild: it logs in, pushes, cancels and polls, by the product's paths alone. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not typed.
  readonly body: any;
}

export class Client {
  readonly #url: string;
  #token = '';

  constructor(url: string) {
    this.#url = url;
  }

  async login(): Promise<this> {
    const { status, body } = await this.ask('POST', '/login', { username: 'administrator', password: 'secret', domain: 'hvsim' });
    if (status !== 200) throw new Error(`The login was answered ${status}: ${JSON.stringify(body)}`);
    this.#token = body.access_token;
    return this;
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.#url}/rest${path}`, {
      method,
      headers: {
        ...(this.#token === '' ? {} : { Authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  pool(id: string): Promise<Answer> {
    return this.ask('GET', `/inventory/v12/desktop-pools/${id}`);
  }

  async pools(): Promise<readonly string[]> {
    return (await this.ask('GET', '/inventory/v12/desktop-pools')).body.map(({ id }: { id: string }) => id);
  }

  push(id: string, image: number, more: object = {}): Promise<Answer> {
    const spec = { parent_vm_id: `vm-${image}`, snapshot_id: `snapshot-${image}`, logoff_policy: 'FORCE_LOGOFF', ...more };
    return this.ask('POST', `/inventory/v2/desktop-pools/${id}/action/schedule-push-image`, spec);
  }

  cancel(id: string): Promise<Answer> {
    return this.ask('POST', `/inventory/v1/desktop-pools/${id}/action/cancel-scheduled-push-image`);
  }

  promote(id: string): Promise<Answer> {
    return this.ask('POST', `/inventory/v1/desktop-pools/${id}/action/promote-pending-image`);
  }
}

/** Numbers that look random and are the same in every run. */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}
