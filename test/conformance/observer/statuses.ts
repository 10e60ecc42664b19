/** Statuses of REST written by hand, and a way to have them explained. */
import { createObserver, type Explanation, type ObserverOptions } from '../../../src/conformance/index.ts';

export const hour = 3_600_000;
export const noon = 1_767_614_400_000;

export interface Given {
  readonly operation: string;
  readonly pending?: string;
  readonly current?: string;
  readonly image?: string;
  readonly progress?: number;
  readonly startTime?: number;
  readonly error?: string;
}

/** A status of REST, with what belongs to a pending image. */
export function rest({ operation, pending, current = 'READY', image = 'vm-2', progress, startTime, error }: Given) {
  const isPush = operation === 'SCHEDULE_PUSH_IMAGE';
  return {
    instant_clone_operation: operation,
    ...(current === '' ? {} : { instant_clone_current_image_state: current }),
    ...(pending === undefined
      ? {}
      : {
          instant_clone_pending_image_state: pending,
          instant_clone_pending_image_parent_vm_id: image,
          instant_clone_pending_image_snapshot_id: 'snapshot-2',
          instant_clone_pending_image_progress: progress ?? (pending.startsWith('READY') ? 100 : 0),
        }),
    ...(error === undefined ? {} : { instant_clone_pending_image_error: error }),
    ...(isPush
      ? {
          instant_clone_push_image_settings: {
            ...(startTime === undefined ? {} : { start_time: startTime }),
            logoff_policy: 'FORCE_LOGOFF',
            stop_on_first_error: true,
            add_virtual_tpm: false,
          },
        }
      : {}),
  };
}

export const idle = rest({ operation: 'NONE' });
export const publishing = (progress: number, more: Partial<Given> = {}) =>
  rest({ operation: 'SCHEDULE_PUSH_IMAGE', pending: 'PUBLISHING', progress, ...more });
export const ready = (startTime: number) => rest({ operation: 'SCHEDULE_PUSH_IMAGE', pending: 'READY', startTime });

/** Explains a sequence; the last explanation. */
export function watch(statuses: readonly (readonly [status: unknown, at?: number])[], options: Partial<ObserverOptions> = {}): Explanation {
  const observer = createObserver({ release: '2512', format: 'rest-v2', ...options });
  const explanations = statuses.map(([status, at]) => observer.observe(status, at));
  return explanations.at(-1) as Explanation;
}

export const variants = ({ events }: Explanation) => events.map(({ variant }) => variant);
