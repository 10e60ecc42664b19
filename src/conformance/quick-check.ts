/**
 * Tells in one pass that a status conforms. What the rules over several properties look at is little: the states, which
 * properties are there, whether the progress is 0 or 100, and whether the cores divide the CPUs. Statuses that agree in all of
 * that get the same verdict, so each kind is judged once.
 */
import { fieldsOf } from '../api/fields.ts';
import type { ObjectName, PropertyName } from '../api/properties.ts';
import { validatorFor } from './structure.ts';
import type { Subject } from './subject.ts';
import { currentCode, operationCode, pendingCode } from './word-codes.ts';

/** True for a value that conforms; false where it has to be looked at closely. */
export type QuickCheck = (value: unknown) => boolean;

type Source = Readonly<Record<string, unknown>>;

/**
 * The quick check of a kind of object.
 *
 * @param conforms the thorough check, asked once for every kind of status
 */
export function quickCheckFor(subject: Subject, conforms: (value: unknown) => boolean): QuickCheck {
  const isValid = validatorFor(subject);
  const namesOf = (object: ObjectName) =>
    new Map(fieldsOf(object, subject.release, subject.format).map(({ name, property }) => [property.view as PropertyName, name]));
  const [own, profile] = [namesOf(subject.object), namesOf('computeProfile')];
  const inner = own.get('instantCloneProvisioningStatusData');
  const around = inner === undefined ? [] : [...own.values()].filter((name) => name !== inner);
  const fields = inner === undefined ? own : namesOf('status');
  if (fields.size + looked.length > mostBits) return (value) => isValid(value) && conforms(value);

  const bits: Record<string, number> = Object.create(null);
  let next = looked.length;
  for (const [property, name] of fields) {
    const place = (looked as readonly string[]).indexOf(property);
    bits[name] = 1 << (place >= 0 ? place : next++);
  }
  const isFlat = !fields.has('pendingComputeProfile');
  const [cpus, cores] = [profile.get('numCPU') ?? '', profile.get('coresPerSocket') ?? ''];
  const verdicts = new Array<Map<number, boolean> | undefined>(codeOfStatus << around.length).fill(undefined);

  return (value) => {
    if (!isValid(value)) return false;
    let status = value as Source;
    let code = 0;
    if (inner !== undefined) {
      for (const name of around) code = code * 2 + (status[name] == null ? 0 : codeOfStatus);
      if (status[inner] == null) return conforms(value);
      status = status[inner] as Source;
    }
    let there = 0;
    let compute: unknown;
    // The schema allows no other names and no other words. Members that are looked at have the lowest bits.
    for (const name in status) {
      const member = status[name];
      if (member === null) continue;
      const bit = bits[name] as number;
      there |= bit;
      if (bit > lastLooked) continue;
      if (bit === 1) code += operationCode(member as string) * 512;
      else if (bit === 2) code += pendingCode(member as string) * 64;
      else if (bit === 4) code += currentCode(member as string) * 8;
      else if (bit === 8) code += member === 0 ? 2 : member === 100 ? 4 : 6;
      else compute = isFlat ? status : member;
    }
    if (compute !== undefined && !divides((compute as Source)[cpus], (compute as Source)[cores])) code += 1;
    let known = verdicts[code];
    if (known === undefined) {
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

/** The members whose values decide something, in the order of their bits; the CPUs stand where a format has no profile around them. */
const looked = [
  'operation',
  'instantClonePendingImageState',
  'instantCloneCurrentImageState',
  'pendingImageProgress',
  'pendingComputeProfile',
  'numCPU',
] as const satisfies readonly PropertyName[];
const lastLooked = 1 << (looked.length - 1);

/** As many as a number has that is quickly worked with. */
const mostBits = 30;

/** More than the states, the progress and the profile of a status come to. */
const codeOfStatus = 8 * 512;

const divides = (cpus: unknown, cores: unknown): boolean => typeof cpus !== 'number' || typeof cores !== 'number' || cpus % cores === 0;
