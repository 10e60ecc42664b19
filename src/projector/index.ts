/** From a pool to what each release and format shows of it. */

export type { PendingImageView, PoolView, TaskView } from '../api/pool-view.ts';
export { dateTimeEncoder, toDateTime, toEpochMs } from './date-time.ts';
export { encodeParent, encodePushImageSettings, encodeStatus, encodeTask } from './encode.ts';
export { type Encoder, encoderFor } from './encoder.ts';
export { type ShownSnapshot, toPoolView, toTaskView } from './to-pool-view.ts';
