/** What a viewer may ask of a live run: POST /command, JSON. */
import * as v from 'valibot';
import { HvsimError } from '../errors.ts';
import { readWith, toSentence } from '../simulator/input/read.ts';

/** Ten years: nothing in a pool's life takes longer. */
const longest = 315_360_000_000;

const number = (most: number, what: string) => v.pipe(v.number(), v.minValue(0, what), v.maxValue(most, what));

const command = v.variant(
  'do',
  [
    v.strictObject({ do: v.literal('send'), pool: v.string(), event: v.looseObject({ type: v.string() }) }),
    v.strictObject({
      do: v.literal('advance'),
      ms: v.pipe(number(longest, `Expected milliseconds from 0 to ${longest}`), v.integer('Expected whole milliseconds')),
    }),
    /** Until something happens: the next timer fires. */
    v.strictObject({ do: v.literal('next') }),
    /** Lets time run at a speed, in virtual milliseconds per millisecond; 0 stops it. */
    v.strictObject({ do: v.literal('play'), speed: number(1_000_000, 'Expected a speed from 0 to 1000000') }),
    /** Starts over with a scenario by name, or with a fresh pool when none is given. */
    v.strictObject({ do: v.literal('restart'), scenario: v.exactOptional(v.string()) }),
  ],
  'Expected { "do": "send" | "advance" | "next" | "play" | "restart", … }',
);

export type ViewerCommand = v.InferOutput<typeof command>;

/** Reads a viewer's command from parsed JSON. @throws HvsimError `wrong-payload` */
export function toCommand(value: unknown): ViewerCommand {
  const reading = readWith(command, value);
  if ('output' in reading && reading.warnings.length === 0) return reading.output;
  throw new HvsimError('wrong-payload', toSentence('problems' in reading ? reading.problems : reading.warnings));
}
