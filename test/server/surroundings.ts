/** A wall clock that the test moves, randomness that repeats itself, and a journal in memory. */
import type { Journal } from '../../src/server/journal.ts';
import type { Surroundings } from '../../src/server/surroundings.ts';

export class TestClock implements Surroundings {
  time = 1_767_600_000_000;
  waited: number[] = [];
  #drawn = 0;

  wallTime(): number {
    return this.time;
  }

  randomBytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => {
      this.#drawn = (this.#drawn * 31 + 7) % 251;
      return this.#drawn;
    });
  }

  async wait(ms: number): Promise<void> {
    this.waited.push(ms);
    this.time += ms;
  }
}

/** A journal that begins with some lines. */
export function memoryJournal(lines: readonly string[] = []): Journal & { readonly lines: string[] } {
  let byte = 0;
  const earlier = lines.map((text, index) => {
    const line = { line: index + 1, byte, text };
    byte += text.length + 1;
    return line;
  });
  const all = [...lines];
  return {
    name: 'state.ndjson',
    earlier,
    lines: all,
    write: (text) => void all.push(text),
    settled: () => Promise.resolve(),
    startOver: () => void all.splice(0),
  };
}

/** A push of image number n. */
export const push = (image: number, more: object = {}) =>
  ({
    type: 'command.schedulePushImage',
    spec: { parentVm: `vm-${image}`, snapshot: `snapshot-${image}`, settings: { logoffSetting: 'FORCE_LOGOFF', ...more } },
  }) as const;
