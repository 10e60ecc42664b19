/** A state of the search between two observations: an abstract state, and what is known of its registers relative to the first one. */
import type { Effects, LifecycleEdge, LifecycleNode } from '../../lifecycle/index.ts';

/** Where a register's value comes from: unchanged since the first observation, or brought by the life cycle's own source. */
export interface Config {
  readonly node: LifecycleNode;
  /** `none`: there is no pending image. */
  readonly image: 'same' | 'event' | 'original' | 'current' | 'adopted' | 'none';
  /** `pending`: the pending image that was observed first has been adopted. `event`: one that nobody saw. `none`: there is none. */
  readonly current: 'same' | 'pending' | 'event' | 'original' | 'none';
  /** `risen`: some percentage not below the one before. */
  readonly progress: 'same' | 'zero' | 'risen' | 'full';
  readonly error: 'same' | 'none' | 'new';
  readonly startTime: 'same' | 'new';
  readonly settings: 'same' | 'new';
  /** The pending image has changed its state since the first observation. */
  readonly moved: boolean;
}

export const isSameImage = ({ image }: Config): boolean => image === 'same';

/** Neither the pending nor the current image was replaced by one that nobody saw. */
export const isPlain = ({ image, current }: Config): boolean => image !== 'event' && image !== 'original' && current !== 'event';

/** The configuration of a node when it is observed. */
export function observed(node: LifecycleNode): Config {
  return canonical({
    node,
    image: 'same',
    current: 'same',
    progress: 'same',
    error: 'same',
    startTime: 'same',
    settings: 'same',
    moved: false,
  });
}

/** The configuration after an edge. */
export function after(config: Config, { effects }: LifecycleEdge, to: LifecycleNode): Config {
  const image = imageAfter(config, effects);
  const isNew = effects.pendingImage != null;
  return canonical({
    node: to,
    image,
    current: currentAfter(config, effects),
    progress: progressAfter(config, effects),
    error: errorAfter(isNew ? 'none' : config.error, effects),
    startTime: effects.startTime === undefined ? config.startTime : 'new',
    settings: effects.settings === undefined ? config.settings : 'new',
    moved: config.moved || to.state.pendingImage !== config.node.state.pendingImage,
  });
}

function imageAfter({ image, current }: Config, { pendingImage }: Effects): Config['image'] {
  if (pendingImage === undefined) return image;
  if (pendingImage !== 'current') return pendingImage ?? 'none';
  return current === 'same' ? 'current' : current === 'pending' ? 'adopted' : current;
}

function currentAfter({ image, current }: Config, { currentImage }: Effects): Config['current'] {
  if (currentImage === undefined) return current;
  if (currentImage === null || image === 'none') return 'none';
  return image === 'same' || image === 'adopted' ? 'pending' : image === 'current' ? 'same' : image;
}

function progressAfter({ progress }: Config, effects: Effects): Config['progress'] {
  if (effects.progress === undefined) return progress;
  if (effects.progress === 'event') return 'risen';
  return effects.progress === 100 ? 'full' : 'zero';
}

function errorAfter(error: Config['error'], effects: Effects): Config['error'] {
  if (effects.error === undefined) return error;
  return effects.error === null ? 'none' : 'new';
}

/** What no status can show is made equal, so that fewer configurations differ. */
function canonical(config: Config): Config {
  const { node } = config;
  const hasImage = node.state.pendingImage !== 'ABSENT';
  return {
    node,
    image: hasImage ? config.image : 'none',
    current: node.state.currentImage === 'ABSENT' ? 'none' : config.current,
    progress: hasImage ? config.progress : 'zero',
    error: node.hasError ? config.error : 'none',
    startTime: node.hasStartTime ? config.startTime : 'new',
    settings: node.hasSettings ? config.settings : 'new',
    moved: hasImage && config.image === 'same' && config.moved,
  };
}

/** What the sources are in a key. */
const codes = { none: 0, same: 1, event: 2, original: 3, current: 4, adopted: 5, pending: 6, new: 7, zero: 8, risen: 9, full: 10 } as const;

/** Equal for equal configurations. */
export function keyOf({ node, image, current, progress, error, startTime, settings, moved }: Config): number {
  const sources = ((codes[image] * 16 + codes[current]) * 16 + codes[progress]) * 16 + codes[error];
  return ((sources * 16 + codes[startTime]) * 16 + codes[settings]) * 2 ** 16 + node.id * 2 + (moved ? 1 : 0);
}
