/** A state of the search between two observations: an abstract state, and what is known of its registers relative to the first one. */
import type { Effects, LifecycleEdge, LifecycleNode } from '../../lifecycle/index.ts';

/** Where a register's value comes from: unchanged since the first observation, or brought by the life cycle's own source. */
export interface Config {
  readonly node: LifecycleNode;
  /** `none`: there is no pending image. */
  readonly image: 'same' | 'event' | 'original' | 'current' | 'none';
  /** `risen`: some percentage not below the one before. */
  readonly progress: 'same' | 'zero' | 'risen' | 'full';
  readonly error: 'same' | 'none' | 'new';
  readonly startTime: 'same' | 'new';
  readonly settings: 'same' | 'new';
  /** The pending image has changed its state since the first observation. */
  readonly moved: boolean;
}

export const isSameImage = ({ image }: Config): boolean => image === 'same';

/** The configuration of a node when it is observed. */
export function observed(node: LifecycleNode): Config {
  return canonical({ node, image: 'same', progress: 'same', error: 'same', startTime: 'same', settings: 'same', moved: false });
}

/** The configuration after an edge. */
export function after(config: Config, { effects }: LifecycleEdge, to: LifecycleNode): Config {
  const image = imageAfter(config, effects);
  const isNew = effects.pendingImage != null;
  return canonical({
    node: to,
    image,
    progress: progressAfter(config, effects),
    error: errorAfter(isNew ? 'none' : config.error, effects),
    startTime: effects.startTime === undefined ? config.startTime : 'new',
    settings: effects.settings === undefined ? config.settings : 'new',
    moved: config.moved || to.state.pendingImage !== config.node.state.pendingImage,
  });
}

const imageAfter = ({ image }: Config, { pendingImage }: Effects): Config['image'] =>
  pendingImage === undefined ? image : (pendingImage ?? 'none');

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
    progress: hasImage ? config.progress : 'zero',
    error: node.hasError ? config.error : 'none',
    startTime: node.hasStartTime ? config.startTime : 'new',
    settings: node.hasSettings ? config.settings : 'new',
    moved: hasImage && config.image === 'same' && config.moved,
  };
}

/** Equal for equal configurations. */
export const keyOf = ({ node, image, progress, error, startTime, settings, moved }: Config): string =>
  `${node.id} ${image} ${progress} ${error} ${startTime} ${settings} ${moved}`;
