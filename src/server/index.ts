/** A mock Connection Server: as a running server, as a function from Request to Response, or as a world to be looked at. */
export type { Account } from './accounts.ts';
export type { Directory, DirectoryOptions } from './directory.ts';
export type { FaultOutcome, FaultRule } from './faults.ts';
export { createHandler, type Handler } from './handler.ts';
export type { Journal, PoolAttributes, WorldSnapshot } from './journal.ts';
export type { Limits, RequestLog } from './listen.ts';
export { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
export type { Surroundings } from './surroundings.ts';
export { createWorld, type World } from './world.ts';
export type { WorldOptions } from './world-options.ts';
