/** Who is logged in, with which tokens. */
import { sign } from 'hono/jwt';
import { timingSafeEqual } from 'hono/utils/buffer';
import type { Account } from '../accounts.ts';
import type { World } from '../world.ts';

export interface Session {
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
const accessMs = 30 * 60_000;
const refreshMs = 8 * 3_600_000;

/** As many sessions as are kept; a login beyond that ends the oldest. */
const mostSessions = 10_000;
/** How often expired tokens are looked for, in milliseconds of wall time. */
const sweepMs = 60_000;

export class Sessions {
  readonly #world: Pick<World, 'accounts' | 'surroundings'>;
  readonly #secret: string;
  /** Tokens by their signature. */
  readonly #access = new Map<string, Token>();
  readonly #refresh = new Map<string, Token>();
  #sweptAt = 0;

  constructor(world: Pick<World, 'accounts' | 'surroundings'>) {
    this.#world = world;
    this.#secret = this.#random(32);
  }

  /** Logs in; undefined where the credentials are wrong. */
  async login(user: string, password: string, domain: string): Promise<{ access_token: string; refresh_token: string } | undefined> {
    const account = this.#world.accounts.find((each) => isSameText(each.user, user) && isSameText(each.domain, domain));
    const isRight = await timingSafeEqual(account?.password ?? '', password);
    if (!account || !isRight) return undefined;
    const now = this.#now();
    this.#makeRoom(now);
    const session: Session = { account, second: 0, requests: 0 };
    return {
      access_token: await this.#issue(this.#access, session, 'access', now + accessMs),
      refresh_token: await this.#issue(this.#refresh, session, 'refresh', now + refreshMs),
    };
  }

  /** Another access token; undefined where the refresh token is unknown, logged out or expired. */
  async refresh(refreshToken: string): Promise<string | undefined> {
    const token = this.#find(this.#refresh, refreshToken);
    if (!token) return undefined;
    const now = this.#now();
    this.#makeRoom(now);
    return this.#issue(this.#access, token.session, 'access', Math.min(now + accessMs, token.expiresAt));
  }

  /** Ends a session and all its tokens; false where the refresh token is unknown. */
  logout(refreshToken: string): boolean {
    const token = this.#find(this.#refresh, refreshToken);
    if (!token) return false;
    this.#end(token.session);
    return true;
  }

  /** The session of an `Authorization` header; undefined where there is none. */
  authenticate(header = ''): Session | undefined {
    const [scheme] = /^Bearer +/i.exec(header) ?? [];
    return scheme === undefined ? undefined : this.#find(this.#access, header.slice(scheme.length))?.session;
  }

  async #issue(tokens: Map<string, Token>, session: Session, use: string, expiresAt: number): Promise<string> {
    const { user, domain } = session.account;
    const iat = Math.floor(this.#now() / 1_000);
    const claims = { sub: `${domain}\\${user}`, use, jti: this.#random(16), iat, exp: Math.ceil(expiresAt / 1_000) };
    const text = await sign(claims, this.#secret, 'HS256');
    tokens.set(signatureOf(text), { text, session, expiresAt });
    return text;
  }

  #find(tokens: Map<string, Token>, text: string): Token | undefined {
    const key = signatureOf(text);
    const token = tokens.get(key);
    if (token?.text !== text) return undefined;
    if (token.expiresAt > this.#now()) return token;
    tokens.delete(key);
    return undefined;
  }

  #end(ended: Session): void {
    this.#delete(({ session }) => session === ended);
  }

  #makeRoom(now: number): void {
    const [oldest] = this.#refresh.values();
    if (oldest && this.#refresh.size >= mostSessions) this.#end(oldest.session);
    if (now - this.#sweptAt < sweepMs) return;
    this.#sweptAt = now;
    this.#delete(({ expiresAt }) => expiresAt <= now);
  }

  #delete(isOver: (token: Token) => boolean): void {
    for (const tokens of [this.#access, this.#refresh]) for (const [key, token] of tokens) if (isOver(token)) tokens.delete(key);
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
