/** A timeline for people: one line for what happened, and one more where something has to be said about it. */
import { styleText } from 'node:util';
import { stateOf, type TimelineEntry } from '../simulator/timeline.ts';
import type { Io } from './io.ts';

type Style = Parameters<typeof styleText>[0];

export type Paint = (style: Style, text: string) => string;

/** Colours for a terminal; none elsewhere, and none where NO_COLOR is set. */
export const painter = ({ stdout, env }: Pick<Io, 'stdout' | 'env'>, toStdout = true): Paint =>
  toStdout && stdout.isTTY === true && !env.NO_COLOR
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;

/** The columns, by their titles. */
const width = { time: 14, event: 34, operation: 28, 'pending image': 31, 'current image': 18 } as const;

/** A cell of a table: padded, or cut where it is too long. */
const cell = (text: string, wide: number): string => (text.length < wide ? text.padEnd(wide) : `${text.slice(0, wide - 2)}… `);

/** The line above the first one. */
export function renderHeader(paint: Paint, severalPools: boolean): string {
  const cells = Object.entries(width).map(([title, wide]) => title.padEnd(wide));
  return paint('dim', `${severalPools ? cell('pool', 16) : ''}${cells.join('')}clones`);
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** "Mon 08:00:46" in UTC. */
const clock = (at: number): string => {
  const date = new Date(at);
  return `${days[date.getUTCDay()]} ${date.toISOString().slice(11, 19)}`;
};

const marks = {
  script: { mark: '>', style: 'bold' },
  engine: { mark: ' ', style: undefined },
  ignored: { mark: '~', style: 'dim' },
  fault: { mark: '!', style: 'red' },
} as const;

/** What happened, in one line, or several where a reason belongs to it. */
export function renderEntry(entry: TimelineEntry, paint: Paint, severalPools: boolean): string {
  const { operation, pendingImage, currentImage } = stateOf(entry.snapshot);
  const { mark, style } = marks[entry.outcome === 'accepted' ? entry.by : entry.outcome];
  const event = cell(`${mark} ${describeEvent(entry)}`, width.event);
  const cells = [
    paint('dim', clock(entry.at).padEnd(width.time)),
    style ? paint(style, event) : event,
    operation.padEnd(width.operation),
    paintState(paint, pendingImage, pendingCell(entry).padEnd(width['pending image'])),
    paintState(paint, currentImage, shown(currentImage).padEnd(width['current image'])),
    cloneCell(entry),
  ];
  const pool = severalPools ? cell(entry.snapshot.context.name, 16) : '';
  return [
    `${pool}${cells.join('')}`.trimEnd(),
    ...notes(entry).map((note) => paint(entry.outcome === 'fault' ? 'red' : 'dim', `${' '.repeat(pool.length + width.time + 2)}${note}`)),
  ].join('\n');
}

function notes({ fault, reason, snapshot, event }: TimelineEntry): string[] {
  if (fault) return [`${fault.name}: ${fault.message}`];
  if (reason) return [`ignored: ${reason}`];
  const { pendingImage, lastProvisioningError } = snapshot.context;
  const failed = 'error' in event || event.type === 'engine.publishTimedOut';
  if (!failed) return [];
  const text = 'error' in event ? event.error : pendingImage?.error?.text;
  return [
    lastProvisioningError && text && lastProvisioningError.text.endsWith(text)
      ? `${lastProvisioningError.text} (provisioning switched off)`
      : `error: ${text}`,
  ];
}

/** The event's own name and what matters of its payload. */
function describeEvent({ event, snapshot }: TimelineEntry): string {
  const name = event.type.replace(/^(command|engine|clone)\./, '');
  if ('machine' in event) return `${name} ${nameOf(snapshot.context, event.machine)}`;
  if (event.type === 'command.schedulePushImage') {
    const { spec } = event;
    return `${name} ${'parentVm' in spec ? `${spec.parentVm}/${spec.snapshot}` : (spec.imageManagementTagName ?? spec.imageManagementTag)}`;
  }
  if (event.type === 'command.applyImage') return `${name} ${event.pendingImage ? 'pending' : 'current'} to ${event.machines.length}`;
  return name;
}

/** A clone's name without the pool's, which every clone has. */
const nameOf = ({ clones, name: pool }: TimelineEntry['snapshot']['context'], ref: string | number): string => {
  const name = clones.find(({ id }) => id === ref)?.name ?? String(ref);
  return name.startsWith(`${pool}-`) ? name.slice(pool.length + 1) : name;
};

const shown = (state: string): string => (state === 'ABSENT' ? '-' : state);

function pendingCell({ snapshot }: TimelineEntry): string {
  const { pendingImage } = snapshot.context;
  const state = shown(snapshot.value.pendingImage);
  if (snapshot.value.pendingImage !== 'PUBLISHING' || !pendingImage) return state;
  const full = Math.round(pendingImage.progress / 10);
  return `${state} ${'█'.repeat(full)}${'░'.repeat(10 - full)} ${String(pendingImage.progress).padStart(3)}%`;
}

function cloneCell({ snapshot }: TimelineEntry): string {
  const task = snapshot.context.tasks.at(-1);
  if (!task) return '';
  const counts = new Map<string, number>();
  for (const entry of task.entries) if (entry) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  const words = {
    SCHEDULED: 'waiting',
    PROGRESSING: 'moving',
    COMPLETED: 'done',
    FAULT: 'failed',
    HOLDING: 'held',
    CANCELLED: 'cancelled',
  };
  return Object.entries(words)
    .flatMap(([state, word]) => (counts.has(state) ? [`${counts.get(state)} ${word}`] : []))
    .join(', ');
}

const stateStyles: Readonly<Record<string, Style>> = {
  PENDING_PUBLISH: 'yellow',
  PUBLISHING: 'yellow',
  READY: 'green',
  READY_HELD: 'cyan',
  FAILED: 'red',
  UNPUBLISHING: 'magenta',
  PENDING_UNPUBLISH: 'magenta',
};

const paintState = (paint: Paint, state: string, text: string): string => {
  const style = stateStyles[state];
  return style ? paint(style, text) : text;
};
