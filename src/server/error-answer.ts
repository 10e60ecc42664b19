/** The product's error body, in the form that clients of all ages can read. */

const names: { readonly [status: number]: string } = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  421: 'MISDIRECTED_REQUEST',
  429: 'TOO_MANY_REQUESTS',
  431: 'REQUEST_HEADER_FIELDS_TOO_LARGE',
  500: 'INTERNAL_SERVER_ERROR',
  501: 'NOT_IMPLEMENTED',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
};

/**
 * Writes an error body as text.
 *
 * @param at wall time in epoch milliseconds
 */
export const errorBody = (status: number, key: string, message: string, at: number): string =>
  JSON.stringify({
    status: names[status] ?? String(status),
    timestamp: at,
    error_message: message,
    error_messages: [message],
    errors: [{ error_key: key, error_message: message }],
  });

export const errorAnswer = (status: number, key: string, message: string, at: number): Response =>
  new Response(errorBody(status, key, message, at), { status, headers: { 'Content-Type': 'application/json' } });
