/** `hvsim`: the simulator, scenarios, and what they are about. */
export type {
  AuditEvent,
  Command,
  CommandType,
  EventType,
  Fact,
  FactType,
  Fault,
  FaultName,
  ImageSpec,
  PoolEvent,
  PoolState,
  PushImageSpec,
} from '../machines/index.ts';
export {
  type Format,
  findRelease,
  formats,
  formatsOf,
  type ParentStatus,
  type Release,
  type ReleaseName,
  releases,
  type Status,
  type Task,
} from './api/index.ts';
export { type ErrorCode, errorCodes, HvsimError } from './errors.ts';
export * from './scenario/index.ts';
export * from './simulator/index.ts';
