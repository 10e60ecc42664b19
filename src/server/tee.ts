/** Two journals as one: the state to go on from, and a record of the run. */
import type { Journal } from './world.types.ts';

/** @param first the one whose past the world begins with; the other one is given that past too */
export function tee(first: Journal, second: Journal): Journal {
  for (const { text } of first.past) second.write(text);
  const both = [first, second];
  return {
    name: first.name,
    past: first.past,
    write: (text) => {
      for (const each of both) each.write(text);
    },
    settled: async () => {
      await Promise.all(both.map((each) => each.settled()));
    },
    startOver: () => {
      for (const each of both) each.startOver();
    },
  };
}
