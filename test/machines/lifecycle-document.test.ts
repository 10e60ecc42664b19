/** `machines/LIFECYCLE.md` beside the machine: the same states, events, evidence and faults; and what cites it finds its section. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandTypes, eventTable, eventTypes, factTypes } from '../../machines/event-table.ts';
import { type EventType, poolMachine } from '../../machines/index.ts';
import { transitionTable } from '../../machines/transitions.ts';
import type { Evidence } from '../../machines/vocabulary.ts';
import { documents } from '../../src/api/documents.ts';
import { newestRelease } from '../../src/api/releases.ts';
import { followRules } from '../../src/conformance/observer/follow-rules.ts';
import { rules } from '../../src/conformance/rules.ts';
import { lifecycleOf } from '../../src/lifecycle/index.ts';

const document = readFileSync('machines/LIFECYCLE.md', 'utf8');

/** The text below each heading `## 1. Title`, by its number. */
const sections = new Map(
  document
    .split(/^<a id="section-/m)
    .slice(1)
    .map((part) => {
      const [, anchor, number, title = ''] = /^(\d+)"><\/a>\n\n## (\d+)\. (.+)\n/.exec(part) ?? [];
      return [Number(number), { anchor: Number(anchor), title, text: part }];
    }),
);
const section = (number: number) => sections.get(number)?.text ?? expect.unreachable(`section ${number}`);

/** The cells of a section's tables, without their heads. */
const rowsOf = (number: number) =>
  [...section(number).matchAll(/^\| (.*) \|$/gm)]
    .map(([, row = '']) => row.split(' | '))
    .filter(([first = '']) => !/^(---|event|command|fact)$/.test(first));

const words = (text: string, pattern: RegExp) => [...new Set(text.match(pattern))].sort();
const events = (text: string) => words(text, /\b(?:command|engine|clone)\.[a-zA-Z]+/g);

describe('the sections', () => {
  it('are numbered one after the other, each with its anchor', () => {
    expect([...sections.keys()]).toEqual([...sections].map((_, index) => index + 1));
    expect(document.match(/^## /gm)).toHaveLength(sections.size);
    for (const [number, { anchor }] of sections) expect(anchor).toBe(number);
  });

  const ours = (cited: readonly string[]) => cited.filter((text) => text.startsWith('hvsim'));
  const citations = new Set([
    ...ours(Object.values(documents)),
    ...ours(Object.values(rules).flatMap(({ view, rest }) => [documents[view.document], documents[rest.document]])),
    ...ours(Object.values(followRules).map((rule) => rule.document)),
  ]);

  it.each([...citations])('are found by what cites "%s"', (citation) => {
    const [, numbers = '', title] = /^hvsim life cycle, sections? ([\d, and]+): (.+)$/.exec(citation) ?? [];
    const cited = (numbers.match(/\d+/g) ?? []).map((number) => sections.get(Number(number))?.title ?? `no section ${number}`);
    expect(cited.map((each) => each.split(':')[0]?.toLowerCase()).join(' and ')).toBe(title?.toLowerCase());
  });

  it('are found by the tests that name one', () => {
    const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((name) => /^(laws|machines)\/.*\.ts$/.test(name));
    const named = files.flatMap((name) =>
      [...readFileSync(`test/${name}`, 'utf8').matchAll(/\bsection (\d+)/g)].map(([, number]) => Number(number)),
    );
    expect(named.filter((number) => !sections.has(number))).toEqual([]);
  });
});

describe('section 1', () => {
  it.each(Object.entries(poolMachine.root.states))('has the states of %s, the initial one first', (region, node) => {
    const [, line = ''] = new RegExp(`^- \`${region}\`: ([^]*?)\\.\n(?=-|\n)`, 'm').exec(section(1)) ?? [];
    const listed = line.match(/\b[A-Z][A-Z_]+\b/g);
    expect(listed).toEqual(Object.keys(node.states));
    expect(line).toMatch(new RegExp(`^${node.initial.target[0]?.key}\\b`));
  });
});

describe('section 2', () => {
  it('has every command and every fact', () => {
    const [before = '', after = ''] = section(2).split('Facts are');
    expect(events(before)).toEqual([...commandTypes].sort());
    expect(events(after)).toEqual([...factTypes].sort());
  });

  it.each(rowsOf(2).filter(([type]) => type !== '(machine input)'))('has the members of %s', (type = '', payload = '') => {
    const { members } = eventTable[type.replaceAll('`', '') as EventType];
    expect((payload.match(/`(\w+)`/g) ?? []).map((member) => member.replaceAll('`', ''))).toEqual(Object.keys(members));
  });
});

describe('sections 3, 4 and 6', () => {
  const letters = { documented: 'D', implied: 'I', observed: 'L', assumed: 'A' } as const satisfies Record<Evidence, string>;
  const rows = [3, 4, 6].flatMap(rowsOf);

  it('have rows for every event, and none for what is no event', () => {
    const named = rows.flatMap(([event = '']) => events(event));
    expect([...new Set(named)].sort()).toEqual([...eventTypes].sort());
  });

  it.each(eventTypes)('say of %s how we know of it', (type) => {
    const cells = rows.filter(([event = '']) => events(event).includes(type)).map((row) => row.at(-1) ?? '');
    const written = new Set(cells.flatMap((cell) => cell.replace(/\([^)]*\)/g, '').match(/\b[DILA]\b/g) ?? []));
    const own = transitionTable().flatMap((row) => (row.event === type ? letters[row.evidence] : []));
    for (const letter of own) expect(written, `${type}: ${cells.join(' / ')}`).toContain(letter);
    // What follows in the same step may be known otherwise; the trigger has a row of its own.
    const whole = ['2106', newestRelease].flatMap((release) =>
      lifecycleOf(release).edges.flatMap((edge) => (edge.event === type ? letters[edge.evidence] : [])),
    );
    for (const letter of written) if (letter !== 'D') expect([...own, ...whole], `${type}: ${letter}`).toContain(letter);
  });
});

describe('section 5', () => {
  it('has the audit events that the machine writes', () => {
    const source = readFileSync('machines/emitted.ts', 'utf8');
    expect(words(section(5), /\b(?:VLSI|ADMIN)_[A-Z_]+\b/g)).toEqual(words(source, /\b(?:VLSI|ADMIN)_[A-Z_]+\b/g));
  });
});

describe('section 8', () => {
  it('numbers the invariants as the laws do', () => {
    const numbers = [...section(8).matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const laws = ['invariants.ts', 'invariants.test.ts', 'determinism.test.ts']
      .map((name) => readFileSync(`test/laws/${name}`, 'utf8'))
      .join('');
    const named = [...laws.matchAll(/['`](\d+): /g)].map(([, number]) => Number(number));
    expect([...new Set(named)].filter((number) => !numbers.includes(number))).toEqual([]);
  });
});
