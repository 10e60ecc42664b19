/** What an event did to the registers, read off the context before and after it: the sentinels tell where every value came from. */
import type { PoolContext } from '../../machines/context.ts';
import type { Image } from '../../machines/image.ts';
import type { PoolSnapshot } from '../simulator/step.ts';
import { sentinels } from './alphabet.ts';
import type { Effects, ImageSource } from './lifecycle.types.ts';

const sources = Object.entries(sentinels.images) as [ImageSource, Image][];

/** @throws Error when a value came from nowhere: the machine has learned something that the registers cannot say */
export function effectsOf(before: PoolSnapshot, after: PoolSnapshot): Effects {
  return {
    ...pendingImageEffect(before.context, after.context),
    ...currentImageEffect(before.context, after.context),
    ...progressEffect(after.context),
    ...errorEffect(before.context, after.context),
    ...pushEffects(before.context, after.context),
    ...lastErrorEffect(before.context, after.context),
    ...(after.context.provisioningEnabled === sentinels.provisioning ? {} : { provisioning: after.context.provisioningEnabled }),
  };
}

function sourceOf(image: Image): ImageSource {
  const found = sources.find(([, sentinel]) => sentinel.parentVm === image.parentVm);
  if (!found) throw unknownSource('image', image);
  return found[0];
}

const unknownSource = (register: string, value: unknown) =>
  new Error(`the ${register} register has ${JSON.stringify(value)}, which is neither what it had nor what the event brought`);

function pendingImageEffect(before: PoolContext, { pendingImage }: PoolContext): Effects {
  if (!pendingImage) return before.pendingImage ? { pendingImage: null } : {};
  const source = sourceOf(pendingImage.image);
  return source === 'pending' ? {} : { pendingImage: source };
}

function currentImageEffect(before: PoolContext, { currentImage }: PoolContext): Effects {
  if (!currentImage) return before.currentImage ? { currentImage: null } : {};
  const source = sourceOf(currentImage.image);
  if (source === 'current') return {};
  if (source === 'pending') return { currentImage: 'pending' };
  throw unknownSource('current image', currentImage.image);
}

function progressEffect({ pendingImage }: PoolContext): Effects {
  if (!pendingImage || pendingImage.progress === sentinels.progress.before) return {};
  return { progress: pendingImage.progress === sentinels.progress.event ? 'event' : pendingImage.progress };
}

function errorEffect(before: PoolContext, { pendingImage }: PoolContext): Effects {
  const text = pendingImage?.error?.text;
  if (text === before.pendingImage?.error?.text) return {};
  if (text === undefined) return { error: null };
  return { error: text === sentinels.error.event ? 'event' : { text } };
}

function pushEffects(before: PoolContext, { push }: PoolContext): Effects {
  const was = before.push?.settings;
  const hadStart = was?.startTime !== undefined;
  if (!push) return { ...(hadStart ? { startTime: null } : {}), ...(was ? { settings: null } : {}) };
  const { startTime, stopOnFirstError } = push.settings;
  return {
    ...(startTime === was?.startTime ? {} : { startTime: startTime === undefined ? null : ('event' as const) }),
    ...(stopOnFirstError === was?.stopOnFirstError ? {} : { settings: 'event' as const }),
  };
}

function lastErrorEffect(before: PoolContext, { lastProvisioningError, pendingImage }: PoolContext): Effects {
  if (lastProvisioningError === before.lastProvisioningError) return {};
  if (!lastProvisioningError) return { lastError: null };
  const { text } = lastProvisioningError;
  const endings = { error: pendingImage?.error?.text, event: sentinels.error.event } as const;
  for (const of of ['error', 'event'] as const) {
    const ending = endings[of];
    if (ending !== undefined && text.endsWith(ending)) return { lastError: { prefix: text.slice(0, -ending.length), of } };
  }
  throw unknownSource('last provisioning error', lastProvisioningError);
}
