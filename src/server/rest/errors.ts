/** Errors as the product answers them: one body for the clients of all its releases. */
import type { Fault } from '../../../machines/emitted.ts';
import { isAvailable } from '../../api/availability.ts';
import type { Release } from '../../api/releases.ts';

const statusTexts = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  421: 'MISDIRECTED_REQUEST',
  429: 'TOO_MANY_REQUESTS',
  431: 'REQUEST_HEADER_FIELDS_TOO_LARGE',
  500: 'INTERNAL_SERVER_ERROR',
  501: 'NOT_IMPLEMENTED',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
} as const;

type ErrorStatus = keyof typeof statusTexts;

/** Why a request is refused. Nothing has changed when it is thrown. */
export class RestError extends Error {
  readonly status: ErrorStatus;
  /** Such as `inventory.machine.not.found`. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ErrorStatus, key: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.key = key;
    this.headers = headers;
  }
}

export const badRequest = (message: string, key = 'common.bad.request'): RestError => new RestError(400, key, message);

export const wrongValue = (name: string, value: unknown, rule: string): RestError =>
  badRequest(`${name} is ${show(value)}; it must ${rule}.`);

/** A fault of the life cycle, as REST says it: what is not there is 404, everything else 400. */
export function ofFault({ name, message, field }: Fault): RestError {
  const status = name === 'EntityNotFound' ? 404 : 400;
  const key = status === 404 ? 'common.entity.not.found' : name === 'InvalidType' ? 'common.invalid.type' : 'common.invalid.argument';
  return new RestError(status, key, field ? `${message} (${field})` : message);
}

export const notFound = (what: string, id: string): RestError =>
  new RestError(404, `inventory.${what}.not.found`, `There is no ${what.replaceAll('-', ' ')} with the id ${show(id)}.`);

export function found<T>(value: T | undefined, what: string, id: string): T {
  if (value === undefined) throw notFound(what, id);
  return value;
}

export const notModelled = (what: string): RestError => new RestError(501, 'hvsim.not.modelled', `hvsim does not model ${what}.`);

/** Whether a Connection Server refuses those who ask too often, with the error below. */
export const mayThrottle = (release: Release): boolean => isAvailable(release, '2406');

export const throttleError = new RestError(
  429,
  'common.api-throttle-limit.exceeded.error',
  'API throttling limit have been exceeded. Retry after some time.',
  { 'X-Rate-Limit-Retry-After-Seconds': '1' },
);

/** `errors` is what releases from 2206 on have, the members beside it are what older ones had and clients read. */
export function errorBody(status: number, key: string, message: string, at: number): string {
  return JSON.stringify({
    status: statusTexts[status as ErrorStatus] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR'),
    timestamp: at,
    error_message: message,
    error_messages: [message],
    errors: [{ error_key: key, error_message: message }],
  });
}

export function errorAnswer(
  status: number,
  key: string,
  message: string,
  at: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(errorBody(status, key, message, at), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

/** A value in a message: short, whatever it is. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
