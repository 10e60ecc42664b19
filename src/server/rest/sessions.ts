/** Sessions of administrators: who is logged in, with which tokens, and how much they have asked for. */
import { sign } from 'hono/jwt';
import { timingSafeEqual } from 'hono/utils/buffer';
import type { Account } from '../world.types.ts';

/** What sessions take from the world. */
interface Source {
  readonly accounts: readonly Account[];
  wallTime(): number;
  randomBytes(count: number): Uint8Array;
}

export interface Session {
  readonly account: Account;
  /** Wall time in epoch milliseconds until which it can be refreshed. */
  readonly endsAt: number;
  /** The second of wall time that requests are counted in, and how many there were. */
  second: number;
  requests: number;
}

interface Token {
  readonly text: string;
  /** The part of it that nobody can guess: without it, knowing the rest helps nobody. */
  readonly signature: string;
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
  readonly #source: Source;
  readonly #secret: string;
  /** Tokens by their signature. */
  readonly #access = new Map<string, Token>();
  readonly #refresh = new Map<string, Token>();
  #sweptAt = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#secret = toHex(source.randomBytes(32));
  }

  /** Logs in; undefined where the credentials are wrong. */
  async login(user: string, password: string, domain: string): Promise<{ access_token: string; refresh_token: string } | undefined> {
    const account = this.#source.accounts.find((each) => isSameText(each.user, user) && isSameText(each.domain, domain));
    const isRight = await timingSafeEqual(account?.password ?? '', password);
    if (!account || !isRight) return undefined;
    const now = this.#source.wallTime();
    this.#makeRoom(now);
    const session: Session = { account, endsAt: now + refreshMs, second: 0, requests: 0 };
    return {
      access_token: await this.#issue(this.#access, session, 'access', now + accessMs),
      refresh_token: await this.#issue(this.#refresh, session, 'refresh', session.endsAt),
    };
  }

  /** Another access token; undefined where the refresh token is unknown, logged out or expired. */
  async refresh(refreshToken: string): Promise<string | undefined> {
    const token = this.#find(this.#refresh, refreshToken);
    if (!token) return undefined;
    this.#makeRoom(this.#source.wallTime());
    const expiresAt = Math.min(this.#source.wallTime() + accessMs, token.expiresAt);
    return this.#issue(this.#access, token.session, 'access', expiresAt);
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
    const iat = Math.floor(this.#source.wallTime() / 1_000);
    const claims = { sub: `${domain}\\${user}`, use, jti: toHex(this.#source.randomBytes(16)), iat, exp: Math.ceil(expiresAt / 1_000) };
    const text = await sign(claims, this.#secret, 'HS256');
    const signature = signatureOf(text);
    tokens.set(signature, { text, signature, session, expiresAt });
    return text;
  }

  #find(tokens: Map<string, Token>, text: string): Token | undefined {
    const key = signatureOf(text);
    const token = tokens.get(key);
    if (!token || !equalInConstantTime(token.signature, key) || token.text !== text) return undefined;
    if (token.expiresAt > this.#source.wallTime()) return token;
    tokens.delete(key);
    return undefined;
  }

  #end(ended: Session): void {
    for (const tokens of [this.#access, this.#refresh]) for (const [key, { session }] of tokens) if (session === ended) tokens.delete(key);
  }

  #makeRoom(now: number): void {
    const [oldest] = this.#refresh.values();
    if (oldest && this.#refresh.size >= mostSessions) this.#end(oldest.session);
    if (now - this.#sweptAt < sweepMs) return;
    this.#sweptAt = now;
    for (const tokens of [this.#access, this.#refresh]) for (const [key, { expiresAt }] of tokens) if (expiresAt <= now) tokens.delete(key);
  }
}

/** Compares every character, wherever the first difference is. How long the texts are is no secret of a token. */
function equalInConstantTime(expected: string, given: string): boolean {
  if (expected.length !== given.length) return false;
  let difference = 0;
  for (let index = 0; index < given.length; index += 1) difference |= given.charCodeAt(index) ^ expected.charCodeAt(index);
  return difference === 0;
}

const signatureOf = (text: string): string => text.slice(text.lastIndexOf('.') + 1);
const isSameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
