/** The compiled life cycle: a graph of what can happen to a pool, and registers for what its status shows beside. */
export { lifecycleOf } from './lifecycle.ts';
export type {
  Effects,
  ImageSource,
  Lifecycle,
  LifecycleEdge,
  LifecycleNode,
  ShownState,
  When,
} from './lifecycle.types.ts';
export { applyEffects, newRegisters, type Payload, type Registers, type Settings, viewOf } from './registers.ts';
export { type Showing, showingOf } from './showing.ts';
export { type ScheduledPush, scheduledBy, toEvent } from './to-event.ts';
export { type Variant, type VariantName, variantOf, variants } from './variants.ts';
