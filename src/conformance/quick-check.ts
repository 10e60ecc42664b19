/** Tells in one pass that a status conforms: each kind of status is judged once. */
import { compileNoting, type Kind, kindCodes } from './kind-notes.ts';
import type { Subject } from './subject.ts';

/** True for a value that conforms; false where it has to be looked at closely. */
export type QuickCheck = (value: unknown) => boolean;

/**
 * The quick check of a kind of object.
 *
 * @param conforms the thorough check, asked once for every kind of status
 */
export function quickCheckFor(subject: Subject, conforms: (value: unknown) => boolean): QuickCheck {
  const isValid = compileNoting(subject);
  if (!isValid) return conforms;
  const kind: Kind = { code: 0, there: 0 };
  const verdicts = new Array<Map<number, boolean> | undefined>(kindCodes).fill(undefined);
  /** Kinds that conform, each in a slot of its own as long as no other needs it: quicker to find than a verdict. */
  const [fineCodes, fineThere] = [new Int32Array(slots).fill(-1), new Int32Array(slots)];

  return (value) => {
    kind.code = 0;
    kind.there = 0;
    if (!isValid.call(kind, value)) return false;
    const { code, there } = kind;
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

const slotBits = 10;
const slots = 1 << slotBits;
