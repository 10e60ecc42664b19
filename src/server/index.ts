/** A mock Connection Server: as a running server, as a function from Request to Response, or as a world to be looked at. */
export type { Directory, DirectoryOptions } from './directory.ts';
export type { FaultOutcome, FaultRule } from './faults.ts';
export { createHandler, type Handler } from './handler.ts';
export type { Limits, RequestLog } from './listen.ts';
export { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
export { createWorld } from './world.ts';
export type { Account, Journal, PoolAttributes, Surroundings, World, WorldOptions, WorldSnapshot } from './world.types.ts';
