/** Sends a command to a pool, as a request does. */
import type { EventInput } from '../../simulator/input/read-event.ts';
import type { World } from '../world.types.ts';
import { ofFault } from './rest-error.ts';

/** @throws RestError where the life cycle refuses; nothing has changed then */
export function send(world: World, pool: string, event: EventInput): void {
  const { fault } = world.send(pool, event);
  if (fault) throw ofFault(fault);
}
