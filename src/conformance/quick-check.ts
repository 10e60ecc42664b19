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
  const [operation, pending, current, progress] = coded.map((property) => fields.get(property));
  const isFlat = !fields.has('pendingComputeProfile');
  const compute = fields.get(isFlat ? 'numCPU' : 'pendingComputeProfile');
  const [cpus, cores] = [profile.get('numCPU') ?? '', profile.get('coresPerSocket') ?? ''];
  const others = [...fields].flatMap(([property, name]) => ((coded as readonly PropertyName[]).includes(property) ? [] : [name]));
  if (others.length > mostBits) return (value) => isValid(value) && conforms(value);

  const bits = Object.fromEntries(others.map((name, index) => [name, 1 << index]));
  const verdicts = new Array<Map<number, boolean> | undefined>(codeOfStatus << around.length).fill(undefined);
  /** Kinds that conform, each in a slot of its own as long as no other needs it: quicker to find than a verdict. */
  const [fineCodes, fineThere] = [new Int32Array(slots).fill(-1), new Int32Array(slots)];

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
    let sized: unknown;
    // The schema allows no other names and no other words.
    for (const name in status) {
      const member = status[name];
      if (member == null) continue;
      if (name === operation) code += operationCode(member as string) * 512;
      else if (name === current) code += currentCode(member as string) * 8;
      else if (name === pending) code += pendingCode(member as string) * 64;
      else if (name === progress) code += member === 0 ? 2 : member === 100 ? 4 : 6;
      else {
        there |= bits[name] as number;
        if (name === compute) sized = isFlat ? status : member;
      }
    }
    if (sized !== undefined && !divides((sized as Source)[cpus], (sized as Source)[cores])) code += 1;
    const slot = (Math.imul(there, 0x9e3779b1) >>> (32 - slotBits)) ^ (code & (slots - 1));
    if (fineCodes[slot] === code && fineThere[slot] === there) return true;
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
    if (verdict) {
      fineCodes[slot] = code;
      fineThere[slot] = there;
    }
    return verdict;
  };
}

/** The members of which more matters than that they are there. */
const coded = [
  'operation',
  'instantClonePendingImageState',
  'instantCloneCurrentImageState',
  'pendingImageProgress',
] as const satisfies readonly PropertyName[];

const slotBits = 10;
const slots = 1 << slotBits;

/** As many as a number has that is quickly worked with. */
const mostBits = 30;

/** More than the states, the progress and the profile of a status come to. */
const codeOfStatus = 8 * 512;

const divides = (cpus: unknown, cores: unknown): boolean => typeof cpus !== 'number' || typeof cores !== 'number' || cpus % cores === 0;
