/** What an event did to the registers, read off the context before and after it: the sentinels tell where every value came from. */
import type { PoolContext } from '../../../machines/context.ts';
import type { Image } from '../../../machines/image.ts';
import type { Effects, ImageSource } from '../../lifecycle/index.ts';
import type { PoolSnapshot } from '../../simulator/step.ts';
import { sentinels } from './sentinels.ts';

/** @throws Error when a value came from nowhere: the machine has learned something that the registers cannot say */
export function effectsOf({ context: before }: PoolSnapshot, { context: after }: PoolSnapshot, at: number): Effects {
  sourceOf('original image', after.original.image, { original: sentinels.images.original });
  return {
    ...pendingImageEffect(before, after),
    ...currentImageEffect(before, after),
    ...progressEffect(after),
    ...errorEffect(before, after, at),
    ...pushEffects(before, after),
    ...lastErrorEffect(before, after, at),
    ...provisioningEffect(after),
  };
}

/** Which of the sources a value is equal to. */
function sourceOf<S extends string>(register: string, value: unknown, sources: Readonly<Record<S, unknown>>): S {
  const json = JSON.stringify(value);
  for (const source in sources) if (JSON.stringify(sources[source]) === json) return source;
  throw new Error(`the ${register} register has ${json}, which is neither what it had nor what the event brought`);
}

/** A text of the machine's own: nothing of what the pool had or the event brought is in it. */
function alwaysTheSame(register: string, text: string, at: number): string {
  const payload = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
    else if (typeof value !== 'boolean' && value !== '') payload.add(String(value));
  };
  collect([sentinels, at]);
  for (const part of payload) if (text.includes(part)) return sourceOf(register, text, {});
  return text;
}

const imageSource = (register: string, image: Image): ImageSource => sourceOf(register, image, sentinels.images);

function pendingImageEffect(before: PoolContext, { pendingImage }: PoolContext): Effects {
  if (!pendingImage) return before.pendingImage ? { pendingImage: null } : {};
  const source = imageSource('pending image', pendingImage.image);
  return source === 'pending' ? {} : { pendingImage: source };
}

function currentImageEffect(before: PoolContext, { currentImage }: PoolContext): Effects {
  if (!currentImage) return before.currentImage ? { currentImage: null } : {};
  const { current, pending } = sentinels.images;
  const source = sourceOf('current image', currentImage.image, { current, pending });
  return source === 'current' ? {} : { currentImage: source };
}

function progressEffect({ pendingImage }: PoolContext): Effects {
  if (!pendingImage) return {};
  const { progress } = pendingImage;
  const source = sourceOf('progress', progress, { ...sentinels.progress, none: 0, all: 100 });
  return source === 'before' ? {} : { progress: source === 'event' ? 'event' : progress };
}

function errorEffect(before: PoolContext, { pendingImage }: PoolContext, at: number): Effects {
  const text = pendingImage?.error?.text;
  if (text === before.pendingImage?.error?.text) return {};
  if (text === undefined) return { error: null };
  if (text === sentinels.error.event) return { error: 'event' };
  return { error: { text: alwaysTheSame('error', text, at) } };
}

function pushEffects(before: PoolContext, { push, pendingImage }: PoolContext): Effects {
  const was = before.push?.settings;
  const hadStart = was?.startTime !== undefined;
  if (!push) return { ...(hadStart ? { startTime: null } : {}), ...(was ? { settings: null } : {}) };
  if (pendingImage) sourceOf('image of the push', push.image, { pending: pendingImage.image });
  const { startTime, ...settings } = push.settings;
  return { ...startTimeEffect(hadStart, startTime), ...settingsEffect(settings) };
}

function startTimeEffect(hadStart: boolean, startTime: number | undefined): Effects {
  if (startTime === undefined) return hadStart ? { startTime: null } : {};
  return sourceOf('start time', startTime, sentinels.startTime) === 'before' ? {} : { startTime: 'event' };
}

const settingsEffect = (settings: object): Effects =>
  sourceOf('settings', inOrder(settings), { before: inOrder(sentinels.settings.before), event: inOrder(sentinels.settings.event) }) ===
  'before'
    ? {}
    : { settings: 'event' };

const inOrder = (settings: object) => Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));

function lastErrorEffect(before: PoolContext, { lastProvisioningError, pendingImage }: PoolContext, now: number): Effects {
  if (lastProvisioningError === before.lastProvisioningError) return {};
  if (!lastProvisioningError) return { lastError: null };
  const { text, at } = lastProvisioningError;
  sourceOf('time of the last provisioning error', at, { now });
  const endings = { error: pendingImage?.error?.text, event: sentinels.error.event } as const;
  for (const of of ['error', 'event'] as const) {
    const ending = endings[of];
    if (ending !== undefined && text.endsWith(ending)) {
      return { lastError: { prefix: alwaysTheSame('last provisioning error', text.slice(0, -ending.length), now), of } };
    }
  }
  return sourceOf('last provisioning error', text, {});
}

function provisioningEffect({ provisioningEnabled }: PoolContext): Effects {
  const source = sourceOf('provisioning', provisioningEnabled, { before: sentinels.provisioning, on: true, off: false });
  return source === 'before' ? {} : { provisioning: provisioningEnabled };
}
