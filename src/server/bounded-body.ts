/** Bodies are read up to a bound, whether they say how long they are or not. */

/** The longest body of a request to the product, in bytes: ten thousand machine ids and more. */
export const longestBody = 1_048_576;
/** The longest snapshot that can be restored, in bytes. */
export const longestSnapshot = 268_435_456;

/**
 * Makes sure that the body of a request is not longer than a bound.
 *
 * @returns the request, one with the body read where it did not say its length, or undefined where it is too long
 */
export async function withBoundedBody(request: Request, bound: number): Promise<Request | undefined> {
  const length = request.headers.get('content-length');
  if (length !== null) return Number(length) <= bound ? request : undefined;
  if (!request.headers.has('transfer-encoding') || !request.body) return request;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > bound) return undefined;
    chunks.push(chunk);
  }
  const headers = new Headers(request.headers);
  headers.delete('transfer-encoding');
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return new Request(request.url, { method: request.method, headers, body });
}
