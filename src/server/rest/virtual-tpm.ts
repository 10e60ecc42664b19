/**
 * Which images of a pool bring a virtual TPM. The life cycle forgets the settings of a push when it is over, and a pool goes on
 * showing this one.
 */
import { type Image, type ImageSpec, resolveImage } from '../../../machines/image.ts';
import type { PoolSpec } from '../../simulator/input/pool-spec.ts';
import type { PoolAttributes } from '../world.types.ts';

/** Images with a virtual TPM, under the REST name of the setting. No schema has it at the top of a pool, so it is never shown there. */
interface Remembered {
  readonly add_virtual_tpm?: readonly string[];
}

const keyOf = ({ parentVm, snapshot }: Image): string => `${parentVm} ${snapshot}`;

/** What is to be remembered after a push; undefined where nothing changes. */
export function virtualTpmAfter(
  before: PoolAttributes,
  spec: ImageSpec & { readonly settings?: { readonly addVirtualTPM?: boolean } },
): PoolAttributes | undefined {
  const { add_virtual_tpm: images = [] } = before as Remembered;
  const key = keyOf(resolveImage(spec));
  if (images.includes(key) === (spec.settings?.addVirtualTPM ?? false)) return undefined;
  return { add_virtual_tpm: spec.settings?.addVirtualTPM ? [...images, key] : images.filter((each) => each !== key) };
}

/** What is to be remembered of a pool that is created. */
export function newVirtualTpm(body: Readonly<Record<string, unknown>>, { image }: PoolSpec): PoolAttributes {
  const { add_virtual_tpm } = (body.provisioning_settings ?? {}) as { readonly add_virtual_tpm?: unknown };
  return (image && virtualTpmAfter({}, { ...image, settings: { addVirtualTPM: add_virtual_tpm === true } })) ?? {};
}

export const hasVirtualTpm = (attributes: PoolAttributes, image: Image): boolean =>
  (attributes as Remembered).add_virtual_tpm?.includes(keyOf(image)) === true;
