/** Bulk answers: one item for everything that was named. */
import type { WireObject } from '../../projector/object-encoder.ts';
import { recordEncoder } from '../../projector/rest-record.ts';
import type { World } from '../world.types.ts';
import { RestError } from './rest-error.ts';

/** What became of each id; an error is that item's alone. */
export function bulk(world: World, ids: readonly string[], handle: (id: string) => void): WireObject[] {
  return ids.map((id) => {
    try {
      handle(id);
      return item(world, id);
    } catch (error) {
      if (error instanceof RestError) return item(world, id, error);
      throw error;
    }
  });
}

export function item(world: World, id: string, error?: RestError): WireObject {
  return recordEncoder(
    'BulkItemResponseInfo',
    world.release,
  )({
    id,
    status_code: error?.status ?? 200,
    timestamp: world.now(),
    ...(error ? { errors: [{ error_key: error.key, error_message: error.message }], error_messages: [error.message] } : {}),
  });
}
