/** Milliseconds of a clock that is never set. `performance` would load a dozen modules of Node's, which a short command need not wait for. */
export function elapsed(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
