/** The control API in words: `GET /_hvsim`, the about page and the documents print it. */

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly does: string;
  /** An example of the body. */
  readonly body?: unknown;
}

export const controlRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/_hvsim', does: 'this list' },
  { method: 'GET', path: '/_hvsim/about', does: 'what is modelled, and which paths of the product are served' },
  { method: 'GET', path: '/_hvsim/state', does: 'virtual time, every pool with its state and status, the faults that are injected' },
  { method: 'GET', path: '/_hvsim/pools/{pool}', does: 'a pool, by its id, its name or its position from 0, with its tasks and clones' },
  {
    method: 'POST',
    path: '/_hvsim/advance',
    does: 'lets virtual time pass: "by" a duration, "to" a time, or "until" the "next" thing happens or everything is "idle"',
    body: { by: '1h 30m' },
  },
  {
    method: 'POST',
    path: '/_hvsim/pools/{pool}/events',
    does: 'sends a fact or a command, or a list of them, and says what became of it',
    body: { type: 'engine.publishFailed', error: 'The datastore is full' },
  },
  {
    method: 'POST',
    path: '/_hvsim/pools/{pool}/sessions',
    does: 'opens a session on a clone, by its id, its name or its position from 1',
    body: { machine: 1 },
  },
  { method: 'DELETE', path: '/_hvsim/pools/{pool}/sessions/{machine}', does: 'closes it' },
  {
    method: 'POST',
    path: '/_hvsim/pools/{pool}/fail-next',
    does: 'makes the next publish, pendingImageUnpublish, currentImageUnpublish or resync fail with a text; a publish also by "timeout": true',
    body: { what: 'publish', error: 'The datastore is full' },
  },
  { method: 'GET', path: '/_hvsim/faults', does: 'the rules by which requests go wrong' },
  {
    method: 'PUT',
    path: '/_hvsim/faults',
    does: 'sets them: a share of the requests for a path is late, answered with an error, or dropped, by weight',
    body: [
      {
        path: '/rest/inventory',
        method: 'GET',
        share: 0.2,
        outcomes: [
          { weight: 3, status: 503 },
          { weight: 1, drop: 'before' },
          { weight: 6, latency: { minMs: 200, maxMs: 900 } },
        ],
      },
    ],
  },
  { method: 'DELETE', path: '/_hvsim/faults', does: 'lets every request go well again' },
  { method: 'GET', path: '/_hvsim/timeline', does: 'what happened, as NDJSON; ?pool= of one pool, ?since= after a "seq"' },
  { method: 'GET', path: '/_hvsim/snapshot', does: 'the world as JSON, to be restored' },
  { method: 'POST', path: '/_hvsim/restore', does: 'goes back to a snapshot, in virtual time too' },
  { method: 'POST', path: '/_hvsim/reset', does: 'goes back to the begin: to the present, unless another begin was asked for' },
];
