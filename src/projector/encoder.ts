/** The encoders of one release and format, made on first use and kept. */
import type { PushImageSettings } from '../../machines/image.ts';
import { assertFormat, type Format } from '../api/formats.ts';
import type { PoolView, TaskView } from '../api/pool-view.ts';
import type { DocumentObject } from '../api/properties.ts';
import { findRelease, type Release, type ReleaseName } from '../api/releases.ts';
import { assertTasks } from '../api/tasks.ts';
import type { ParentStatus, PushImageSettingsOf, Status, Task } from '../api/types.ts';
import { memo } from '../memo.ts';
import { compileEncoder, type ObjectEncoder } from './object-encoder.ts';

/** Writes each kind of object in one release and format. */
export interface Encoder<F extends Format = Format> {
  readonly release: Release;
  readonly format: F;
  status(view: PoolView): Status<F>;
  parent(view: PoolView): ParentStatus<F>;
  pushImageSettings(settings: PushImageSettings): PushImageSettingsOf<F>;
  /** @throws HvsimError `format-not-in-release` when the release has REST but no tasks in it (2006) */
  task(task: TaskView): Task<F>;
}

const encodersOf = memo((name: ReleaseName): ((format: Format) => Encoder) => {
  const release = findRelease(name);
  if (release !== name) return encodersOf(release);
  return memo((format: Format) => {
    assertFormat(release, format);
    return makeEncoder(release, format);
  });
});

/**
 * The encoder of a release and format. The first call for the two makes it, every later one returns the same.
 *
 * @param release any name of the release
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`
 * @example encoderFor('2206', 'rest-v2').status(view).instant_clone_operation
 */
export const encoderFor = <F extends Format>(release: ReleaseName, format: F): Encoder<F> => encodersOf(release)(format) as Encoder<F>;

function makeEncoder(release: Release, format: Format): Encoder {
  const of = (object: DocumentObject): ObjectEncoder => {
    const encoder = memo(() => {
      if (object === 'task') assertTasks({ release, format });
      return compileEncoder(object, release, format);
    });
    return (source) => encoder()(source);
  };
  const encoder: Record<DocumentObject, ObjectEncoder> = {
    status: of('status'),
    parent: of('parent'),
    pushImageSettings: of('pushImageSettings'),
    task: of('task'),
  };
  return { release, format, ...encoder } as unknown as Encoder;
}
