/**
 * Tells in one pass that a status conforms. What the rules over several properties look at is little: the states, which
 * properties are there, whether the progress is 0 or 100, and whether the cores divide the CPUs. Statuses that agree in all of
 * that get the same verdict, so each kind is judged once.
 */
import { currentImageStates, operations, pendingImageStates } from '../../machines/vocabulary.ts';
import { type Field, fieldsOf } from '../api/fields.ts';
import type { PropertyName } from '../api/properties.ts';
import { validatorFor } from './structure.ts';
import type { Subject } from './subject.ts';

/** True for a value that conforms; false where it has to be looked at closely. */
export type QuickCheck = (value: unknown) => boolean;

type Source = Readonly<Record<string, unknown>>;

const absent = 'ABSENT';

/**
 * The quick check of a kind of object.
 *
 * @param conforms the thorough check, asked once for every kind of status
 */
export function quickCheckFor(subject: Subject, conforms: (value: unknown) => boolean): QuickCheck {
  const isValid = validatorFor(subject);
  const fields = fieldsOf(subject.object, subject.release, subject.format);
  const nameOf = (property: PropertyName, list: readonly Field[] = fields) =>
    list.find((field) => field.property.view === property)?.name ?? '';
  const operation = nameOf('operation');
  if (operation === '' || fields.length > mostFields) return (value) => isValid(value) && conforms(value);

  const bits: Record<string, number> = Object.create(null);
  for (const [index, { name }] of fields.entries()) bits[name] = 1 << index;
  const [pending, current] = [nameOf('instantClonePendingImageState'), nameOf('instantCloneCurrentImageState')];
  const [progress, profile] = [nameOf('pendingImageProgress'), nameOf('pendingComputeProfile')];
  const profileFields = fieldsOf('computeProfile', subject.release, subject.format);
  const [cpus, cores] = [nameOf('numCPU', profileFields), nameOf('coresPerSocket', profileFields)];
  const ofPendingImage = [pending, progress, profile, cpus].reduce((sum, name) => sum | (bits[name] ?? 0), 0);
  const verdicts: (Map<number, boolean> | undefined)[] = [];

  return (value) => {
    if (!isValid(value)) return false;
    const status = value as Source;
    let there = 0;
    // The schema allows no other names.
    for (const name in status) if (status[name] !== null) there |= bits[name] as number;
    const isIdle = (there & ofPendingImage) === 0;
    let code = stateCode(status[operation], isIdle ? undefined : status[pending], status[current]) * 8;
    if (!isIdle) {
      const compute = profile === '' ? status : (status[profile] as Source | null | undefined);
      code += progressCode(status[progress]) * 2 + (divides(compute?.[cpus], compute?.[cores]) ? 1 : 0);
    }
    let known = verdicts[code];
    if (!known) {
      known = new Map();
      verdicts[code] = known;
    }
    let verdict = known.get(there);
    if (verdict === undefined) {
      verdict = conforms(value);
      known.set(there, verdict);
    }
    return verdict;
  };
}

/** As many as have a bit of their own. */
const mostFields = 30;

const codes = <Word extends string>(words: readonly Word[]) => new Map<unknown, number>(words.map((word, index) => [word, index + 1]));
const operationCodes = codes(operations);
const pendingCodes = codes(pendingImageStates);
const currentCodes = codes(currentImageStates);

const stateCode = (operation: unknown, pending: unknown, current: unknown): number =>
  ((operationCodes.get(operation) ?? 0) * 8 + (pendingCodes.get(pending ?? absent) ?? 0)) * 8 + (currentCodes.get(current ?? absent) ?? 0);

const progressCode = (progress: unknown): number => (progress == null ? 0 : progress === 0 ? 1 : progress === 100 ? 2 : 3);

const divides = (cpus: unknown, cores: unknown): boolean => typeof cpus !== 'number' || typeof cores !== 'number' || cpus % cores === 0;
