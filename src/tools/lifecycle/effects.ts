/** What an event did to the registers, read off the context before and after it: the sentinels tell where every value came from. */
import type { PoolContext } from '../../../machines/context.ts';
import type { Image } from '../../../machines/image.ts';
import type { Effects, ImageSource } from '../../lifecycle/index.ts';
import type { PoolSnapshot } from '../../simulator/step.ts';
import { sentinels } from './sentinels.ts';

/** @throws Error when a value came from nowhere: the machine has learned something that the registers cannot say */
export function effectsOf({ context: before }: PoolSnapshot, { context: after }: PoolSnapshot, at: number): Effects {
  const { original, current, pending } = sentinels.images;
  sourceOf('original image', after.original.image, { original });
  const { pendingImage, provisioningEnabled } = after;
  const progress = pendingImage && sourceOf('progress', pendingImage.progress, { ...sentinels.progress, none: 0, all: 100 });
  const provisioning = sourceOf('provisioning', provisioningEnabled, { before: sentinels.provisioning, on: true, off: false });
  return {
    ...imageEffect('pending', before.pendingImage, pendingImage, sentinels.images),
    ...imageEffect('current', before.currentImage, after.currentImage, { current, pending }),
    ...(!pendingImage || progress === 'before' ? {} : { progress: progress === 'event' ? progress : pendingImage.progress }),
    ...errorEffect(before, after, at),
    ...pushEffects(before, after),
    ...lastErrorEffect(before, after, at),
    ...(provisioning === 'before' ? {} : { provisioning: provisioningEnabled }),
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

type Holder = { readonly image: Image } | null;

function imageEffect(which: 'pending' | 'current', before: Holder, after: Holder, sources: Partial<Record<ImageSource, Image>>): Effects {
  const source = after && sourceOf(`${which} image`, after.image, sources as Record<ImageSource, Image>);
  return source === which || !(before || source) ? {} : { [`${which}Image`]: source };
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
  const { before: old, event } = sentinels.settings;
  const sources = { before: inOrder(old), event: inOrder(event) };
  return {
    ...(startTime === undefined
      ? hadStart
        ? { startTime: null }
        : {}
      : ofEvent('startTime', 'start time', startTime, sentinels.startTime)),
    ...ofEvent('settings', 'settings', inOrder(settings), sources),
  };
}

/** What a register of a push has now, where that is not what it had. */
const ofEvent = (register: 'startTime' | 'settings', label: string, value: unknown, sources: Readonly<Record<string, unknown>>): Effects =>
  sourceOf(label, value, sources) === 'before' ? {} : { [register]: 'event' };

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
