/** Sessions of administrators: login, refresh, logout. */
import type { Call, Operations } from './call.ts';
import { badRequest, RestError, show } from './errors.ts';

export const sessionOperations = {
  login: { isOpen: true, handle: login },
  refresh: { isOpen: true, handle: refresh },
  logout: { isOpen: true, handle: logout },
} satisfies Operations;

async function login(call: Call): Promise<Response> {
  const { username, password, domain } = members(await call.json());
  // The documents have a list of characters here, and clients send a string.
  const parts = Array.isArray(password) && password.every((each) => typeof each === 'string') ? password.join('') : password;
  const tokens = await call.sessions.login(text(username, 'username'), text(parts, 'password'), text(domain, 'domain'));
  if (!tokens) throw new RestError(401, 'common.authentication.failed', 'The user name, the password or the domain is wrong.');
  return call.ok(tokens);
}

async function refresh(call: Call): Promise<Response> {
  const token = await call.sessions.refresh(await refreshToken(call));
  if (token === undefined) throw unknownToken();
  return call.ok({ access_token: token });
}

async function logout(call: Call): Promise<Response> {
  if (!call.sessions.logout(await refreshToken(call))) throw unknownToken();
  return call.empty(200);
}

const refreshToken = async (call: Call): Promise<string> => text(members(await call.json()).refresh_token, 'refresh_token');

function members(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw badRequest(body === undefined ? 'The body is missing.' : `The body is ${show(body)}, which cannot be mapped to an object.`);
}

/** Values of these members are never said: they are secrets. */
function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  const state = value === undefined ? 'missing' : value === '' ? 'empty' : 'of a type that cannot be mapped to a string';
  throw badRequest(`"${name}" is ${state}.`);
}

const unknownToken = () => badRequest('The refresh token is unknown, expired or logged out.', 'common.refresh.token.invalid');
