/** `hvsim/machines`: what can happen. */
export type { ImageInUse, PendingImage, PoolContext, PoolInput, Push } from './context.ts';
export { currentImageMachine } from './current-image.machine.ts';
export type { AuditEvent, AuditEventName, Emitted, Fault, FaultName } from './emitted.ts';
export {
  type Command,
  type CommandType,
  commandTypes,
  type EventOf,
  type EventType,
  eventDescriptions,
  eventTypes,
  type Fact,
  type FactType,
  factTypes,
  type ImageSettings,
  type Infrastructure,
  type PoolEvent,
  type PushImageSpec,
} from './events.ts';
export type { ComputeProfile, Image, ImageCatalogImage, ImageSpec, PushImageSettings, VirtualCenterImage } from './image.ts';
export { pendingImageMachine } from './pending-image.machine.ts';
export { poolMachine } from './pool.machine.ts';
export { taskMachine } from './task.machine.ts';
export type { Clone, Task, TaskCounts } from './tasks.ts';
export * from './vocabulary.ts';
