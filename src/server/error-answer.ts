/** Answers with the product's error body that no path of the product gives. */
import { toErrorBody } from './rest/rest-error.ts';

/**
 * Writes an error body.
 *
 * @param at epoch milliseconds: virtual time, or wall time where no world is at hand
 */
export const errorBody = (status: number, key: string, message: string, at: number): string =>
  JSON.stringify(toErrorBody(status, key, message, at));

export const errorAnswer = (
  status: number,
  key: string,
  message: string,
  at: number,
  headers: Readonly<Record<string, string>> = {},
): Response => new Response(errorBody(status, key, message, at), { status, headers: { 'Content-Type': 'application/json', ...headers } });
