/** The images that pools and scenarios name: a Connection Server must know what it is asked to push. */
import type { ImageSpec } from '../../machines/image.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';

export function imagesOf(pools: readonly PoolSpec[], scenario: Scenario | undefined): ImageSpec[] {
  const images = pools.flatMap(({ image }) => image ?? []);
  for (const { send } of scenario?.steps ?? []) {
    if (send?.type === 'command.schedulePushImage') images.push(toImage(send.spec));
  }
  const byText = new Map(images.map((image) => [JSON.stringify(image), image]));
  return [...byText.values()];
}

/** The image alone. */
function toImage(spec: ImageSpec): ImageSpec {
  if ('parentVm' in spec) {
    const { parentVm, snapshot, parentVmPath, snapshotPath } = spec;
    return { parentVm, snapshot, ...(parentVmPath ? { parentVmPath } : {}), ...(snapshotPath ? { snapshotPath } : {}) };
  }
  const { imageManagementStream, imageManagementTag, imageManagementStreamName, imageManagementTagName } = spec;
  return {
    imageManagementStream,
    imageManagementTag,
    ...(imageManagementStreamName ? { imageManagementStreamName } : {}),
    ...(imageManagementTagName ? { imageManagementTagName } : {}),
  };
}
