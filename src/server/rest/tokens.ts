/** Who is logged in, with which tokens. */
import { sign } from 'hono/jwt';
import { timingSafeEqual } from 'hono/utils/buffer';
import type { Account } from '../accounts.ts';
import type { World } from '../world.ts';

interface Session {
  readonly account: Account;
  /** The second of wall time that requests are counted in, and how many there were. */
  second: number;
  requests: number;
}

interface Token {
  /** Its signature is what nobody can guess: without it, knowing the rest helps nobody. */
  readonly text: string;
  readonly session: Session;
  readonly expiresAt: number;
}

/** How long a token is good, in milliseconds of wall time: our own choice, the documents do not say. */
const goodMs = { access: 30 * 60_000, refresh: 8 * 3_600_000 };

/** As many sessions as are kept; a login beyond that ends the oldest. */
const mostSessions = 10_000;
/** How often expired tokens are looked for, in milliseconds of wall time. */
const sweepMs = 60_000;

export class Sessions {
  readonly #world: Pick<World, 'accounts' | 'surroundings'>;
  readonly #secret: string;
  /** By their signature. */
  readonly #tokens = { access: new Map<string, Token>(), refresh: new Map<string, Token>() };
  #sweptAt = 0;

  constructor(world: Pick<World, 'accounts' | 'surroundings'>) {
    this.#world = world;
    this.#secret = this.#random(32);
  }

  /** Undefined where the credentials are wrong. */
  async login(user: string, password: string, domain: string): Promise<{ access_token: string; refresh_token: string } | undefined> {
    const account = this.#world.accounts.find((each) => isSameText(each.user, user) && isSameText(each.domain, domain));
    const isRight = await timingSafeEqual(account?.password ?? '', password);
    if (!account || !isRight) return undefined;
    const session: Session = { account, second: 0, requests: 0 };
    return { access_token: await this.#issue('access', session), refresh_token: await this.#issue('refresh', session) };
  }

  /** Another access token; undefined where the refresh token is unknown, logged out or expired. */
  async refresh(refreshToken: string): Promise<string | undefined> {
    const token = this.#find('refresh', refreshToken);
    return token && this.#issue('access', token.session, token.expiresAt);
  }

  logout(refreshToken: string): boolean {
    const token = this.#find('refresh', refreshToken);
    if (token) this.#delete(({ session }) => session === token.session);
    return token !== undefined;
  }

  /** The session of an `Authorization` header; undefined where there is none. */
  authenticate(header = ''): Session | undefined {
    const [scheme] = /^Bearer +/i.exec(header) ?? [];
    return scheme === undefined ? undefined : this.#find('access', header.slice(scheme.length))?.session;
  }

  /** Counts a request; returns how many there were in this second of wall time. */
  count(session: Session): number {
    const second = Math.floor(this.#now() / 1_000);
    session.requests = session.second === second ? session.requests + 1 : 1;
    session.second = second;
    return session.requests;
  }

  async #issue(use: keyof typeof goodMs, session: Session, until = Number.POSITIVE_INFINITY): Promise<string> {
    this.#makeRoom();
    const { user, domain } = session.account;
    const expiresAt = Math.min(this.#now() + goodMs[use], until);
    const iat = Math.floor(this.#now() / 1_000);
    const claims = { sub: `${domain}\\${user}`, use, jti: this.#random(16), iat, exp: Math.ceil(expiresAt / 1_000) };
    const text = await sign(claims, this.#secret, 'HS256');
    this.#tokens[use].set(signatureOf(text), { text, session, expiresAt });
    return text;
  }

  #find(use: keyof typeof goodMs, text: string): Token | undefined {
    const token = this.#tokens[use].get(signatureOf(text));
    return token?.text === text && token.expiresAt > this.#now() ? token : undefined;
  }

  #makeRoom(): void {
    const now = this.#now();
    const [oldest] = this.#tokens.refresh.values();
    if (oldest && this.#tokens.refresh.size >= mostSessions) this.#delete(({ session }) => session === oldest.session);
    if (now - this.#sweptAt < sweepMs) return;
    this.#sweptAt = now;
    this.#delete(({ expiresAt }) => expiresAt <= now);
  }

  #delete(isOver: (token: Token) => boolean): void {
    for (const tokens of Object.values(this.#tokens)) for (const [key, token] of tokens) if (isOver(token)) tokens.delete(key);
  }

  #now(): number {
    return this.#world.surroundings.wallTime();
  }

  #random(bytes: number): string {
    return Array.from(this.#world.surroundings.randomBytes(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

const signatureOf = (text: string): string => text.slice(text.lastIndexOf('.') + 1);
const isSameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
