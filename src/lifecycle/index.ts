/** The compiled life cycle: a graph of what can happen to a pool, and registers for what its status shows beside. */
export { lifecycleOf } from './lifecycle.ts';
export {
  type Effects,
  type ImageSource,
  type Lifecycle,
  type LifecycleEdge,
  type LifecycleNode,
  type ShownState,
  type Variant,
  variantNames,
  type When,
} from './lifecycle.types.ts';
export { applyEffects, newRegisters, type Payload, type Registers, type Settings, viewOf } from './registers.ts';
export { type ScheduledPush, toEvent } from './to-event.ts';
