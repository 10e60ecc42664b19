/** `hvsim/machines`: what can happen. */
export type { ImageInUse, PendingImage, PoolContext, PoolInput, Push } from './context.ts';
export { currentImageMachine } from './current-image.machine.ts';
export type { AuditEvent, AuditEventName, Emitted, Fault, FaultName } from './emitted.ts';
export { commandTypes, eventTable, eventTypes, factTypes, type Member, type Members } from './event-table.ts';
export type {
  Command,
  CommandType,
  EventOf,
  EventType,
  Fact,
  FactType,
  ImageSettings,
  Infrastructure,
  PoolEvent,
  PushImageSpec,
} from './events.ts';
export type { ComputeProfile, Image, ImageCatalogImage, ImageSpec, PushImageSettings, VirtualCenterImage } from './image.ts';
export { pendingImageMachine } from './pending-image.machine.ts';
export { poolMachine } from './pool.machine.ts';
export { taskMachine } from './task.machine.ts';
export type { Clone, Task, TaskCounts } from './tasks.ts';
export * from './vocabulary.ts';
