/** The encoders of one release and format, made on first use and kept. */
import type { PushImageSettings } from '../../machines/image.ts';
import { assertFormat, type Format } from '../api/formats.ts';
import type { PoolView, TaskView } from '../api/pool-view.ts';
import type { DocumentObject } from '../api/properties.ts';
import { findRelease, type Release, type ReleaseName } from '../api/releases.ts';
import { assertTasks } from '../api/tasks.ts';
import type { ParentStatus, PushImageSettingsOf, Status, Task } from '../api/types.ts';
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

const encoders = new Map<string, Map<Format, Encoder>>();

/**
 * The encoder of a release and format. The first call for the two makes it, every later one returns the same.
 *
 * @param release any name of the release
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`
 * @example encoderFor('2206', 'rest-v2').status(view).instant_clone_operation
 */
export function encoderFor<F extends Format>(release: ReleaseName, format: F): Encoder<F> {
  const known = encoders.get(release)?.get(format);
  if (known !== undefined) return known as Encoder<F>;
  assertFormat(release, format);
  const canonical = findRelease(release);
  const encoder = canonical === release ? makeEncoder(canonical, format) : encoderFor(canonical, format);
  const ofRelease = encoders.get(release) ?? new Map<Format, Encoder>();
  encoders.set(release, ofRelease.set(format, encoder as Encoder));
  return encoder;
}

function makeEncoder<F extends Format>(release: Release, format: F): Encoder<F> {
  const of = (object: DocumentObject) => lazily(() => compileEncoder(object, release, format));
  const encoder: Record<DocumentObject, ObjectEncoder> = {
    status: of('status'),
    parent: of('parent'),
    pushImageSettings: of('pushImageSettings'),
    task: lazily(() => {
      assertTasks({ release, format });
      return compileEncoder('task', release, format);
    }),
  };
  return { release, format, ...encoder } as unknown as Encoder<F>;
}

/** Makes an encoder when it is first used. */
function lazily(make: () => ObjectEncoder): ObjectEncoder {
  let made: ObjectEncoder | undefined;
  return (source) => {
    made ??= make();
    return made(source);
  };
}
