import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HvsimError } from '../../src/errors.ts';
import { parseScenario } from '../../src/scenario/scenario-file.ts';

const failureOf = (text: string): HvsimError => {
  try {
    parseScenario(text, 'my.yaml');
  } catch (error) {
    if (error instanceof HvsimError) return error;
    throw error;
  }
  throw new Error('it was read');
};

describe('parseScenario', () => {
  it('reads YAML, and JSON as a part of it', () => {
    const scenario = { title: 'Nothing', steps: [] };
    expect(parseScenario('title: Nothing\nsteps: []\n', 'a.yaml')).toEqual(scenario);
    expect(parseScenario(JSON.stringify(scenario), 'a.json')).toEqual(scenario);
    expect(parseScenario('\uFEFFtitle: Nothing\r\nsteps: []\r\n', 'a.yaml')).toEqual(scenario);
  });

  it('follows anchors', () => {
    const text = 'title: x\nsteps:\n  - until: &rest { operation: NONE }\n  - until: *rest\n';
    expect(parseScenario(text, 'a.yaml').steps).toEqual([{ until: { operation: 'NONE' } }, { until: { operation: 'NONE' } }]);
  });

  const directory = new URL('../../examples/scenarios/', import.meta.url);
  const files = readdirSync(directory);

  it('has examples to read', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(files)('reads %s', (file) => {
    const scenario = parseScenario(readFileSync(new URL(file, directory), 'utf8'), file);
    expect(scenario.title).not.toBe('');
    expect(scenario.steps.some(({ expect }) => expect !== undefined)).toBe(true);
  });

  const head = 'title: x\nsteps:\n';
  it.each<[string, string, string, RegExp]>([
    ['a missing member', 'title: x\n', '1:1', /steps: The member "steps" is missing/],
    ['a member that there is not', 'title: x\nsteps: []\nengin: quick\n', '3:8', /engin: There is no member "engin" here/],
    ['a member with a dot in its name', 'title: x\nsteps: []\nen.gine: quick\n', '1:1', /en\.gine: There is no member "en.gine" here/],
    ['an engine that there is not', 'title: x\nengine: fast\nsteps: []\n', '2:9', /engine: There is no engine profile "fast"/],
    [
      'wrong timings',
      'title: x\nengine:\n  timings:\n    engine.publishStarted: { minMs: 9e9 }\nsteps: []\n',
      '3:3',
      /engine: Timings of engine.publishStarted/,
    ],
    ['a begin that is no time', 'title: x\nstartAt: tomorrow\nsteps: []\n', '2:10', /startAt: Expected a time/],
    [
      'a pool with a wrong member',
      'title: x\npools:\n  - name: a\n  - clones: many\nsteps: []\n',
      '4:13',
      /pools\.1\.clones: Expected a number of clones/,
    ],
    ['steps that are no list', 'title: x\nsteps: 5\n', '2:8', /steps: /],
    ['a step that does nothing', `${head}  - wait: 1s\n  - {}\n`, '4:5', /steps\.1: Expected a step that does something/],
    ['two kinds of waiting', `${head}  - at: 1s\n    wait: 1s\n`, '3:5', /steps\.0: Expected at most one of at, wait and until/],
    ['a wait that is none', `${head}  - wait: 5 parsecs\n`, '3:11', /steps\.0\.wait: Expected a duration/],
    ['a moment that is none', `${head}  - pool: 0\n    at: later\n`, '4:9', /steps\.0\.at: Expected a moment/],
    ['a state that there is not', `${head}  - until:\n      task: DONE\n`, '4:13', /steps\.0\.until\.task: /],
    [
      'an event that there is not',
      `${head}  - send: { type: command.push }\n`,
      '3:11',
      /steps\.0\.send: type: There is no event "command.push"/,
    ],
    [
      'an event with a wrong member',
      `${head}  - wait: 1s\n    send: { type: engine.publishProgressed, percent: half }\n`,
      '4:11',
      /steps\.0\.send: percent: Expected number/,
    ],
    [
      'a failure without a text',
      `${head}  - failNext: { what: publish }\n`,
      '3:15',
      /steps\.0\.failNext: Expected an error text, or timeout: true/,
    ],
    ['an expectation that there is not', `${head}  - expect: { states: {} }\n`, '3:23', /steps\.0\.expect\.states: There is no member/],
    ['a mistake behind an anchor', `${head}  - until: &a { op: NONE }\n  - until: *a\n`, '3:21', /steps\.0\.until\.op/],
  ])('names the file, the line, the column and the key of %s', (_, text, place, message) => {
    const { code, message: said } = failureOf(text);
    expect(code).toBe('wrong-scenario');
    expect(said.split('\n')[0]).toMatch(new RegExp(`^my\\.yaml:${place}: `));
    expect(said).toMatch(message);
  });

  it('names every mistake, one a line', () => {
    const lines = failureOf(`title: 5\nsteps:\n  - wait: x\n  - at: y\n`).message.split('\n');
    expect(lines.map((line) => line.split(': ')[0])).toEqual(['my.yaml:1:8', 'my.yaml:3:11', 'my.yaml:4:9']);
  });

  it.each(['', '\n\n', '# nothing but a comment', 'null', '~', '---\n'])('says what is missing in the empty file %j', (text) => {
    const { code, message } = failureOf(text);
    expect(code).toBe('wrong-scenario');
    expect(message.split('\n').map((line) => line.replace(/^my\.yaml:\d+:\d+: /, ''))).toEqual([
      'title: The member "title" is missing',
      'steps: The member "steps" is missing',
    ]);
  });

  it.each(['- a\n- b\n', '[]', '5', '"text"', 'true', 'just words'])('says where %j is no scenario', (text) => {
    const { code, message } = failureOf(text);
    expect(code).toBe('wrong-scenario');
    expect(message).toMatch(/^my\.yaml:1:1: /);
  });

  it.each([
    ['a bracket that stays open', 'title: [', '1:9'],
    ['a quote that stays open', 'title: "x', '1:10'],
    ['a wrong indent', 'title: x\nsteps:\n  - wait: 1\n - wait: 2\n', '4:1'],
    ['a tab for an indent', 'title: x\nsteps:\n\t- wait: 1\n', '3:1'],
    ['a key that is there twice', 'title: x\ntitle: y\nsteps: []\n', '2:1'],
    ['two documents', 'title: x\nsteps: []\n---\ntitle: y\n', '3:1'],
  ])('names the place of what is no YAML: %s', (_, text, place) => {
    const { code, message } = failureOf(text);
    expect(code).toBe('not-yaml');
    expect(message).toMatch(new RegExp(`^my\\.yaml:${place}: `));
  });

  it('refuses an alias of nothing', () => {
    expect(failureOf('title: x\nsteps: *nowhere\n')).toMatchObject({ code: 'not-yaml', message: expect.stringContaining('nowhere') });
  });

  it('does not hang on a bomb of anchors', () => {
    const levels = Array.from(
      { length: 25 },
      (_, level) => `a${level}: &a${level} [${Array.from({ length: 10 }, () => (level === 0 ? 'x' : `*a${level - 1}`)).join(', ')}]`,
    );
    const begin = performance.now();
    expect(failureOf(`title: x\nsteps: []\n${levels.join('\n')}\n`).code).toMatch(/^(not-yaml|wrong-scenario)$/);
    expect(performance.now() - begin).toBeLessThan(5_000);
    // Where anything is allowed it would go off when it is compared.
    const status = ['title: x', 'steps:', '  - expect:', '      status:', ...levels.map((level) => `        ${level}`)].join('\n');
    expect(failureOf(status)).toMatchObject({ code: 'not-yaml', message: expect.stringContaining('alias count') });
  });

  it('refuses a release that there is not, and a number that YAML has shortened', () => {
    expect(failureOf('title: x\nrelease: "9.9"\nsteps: []\n')).toMatchObject({
      code: 'wrong-scenario',
      message: expect.stringMatching(/:2:10: release: Unknown/),
    });
    expect(failureOf('title: x\nrelease: 7.10\nsteps: []\n').message).toContain('in quotes');
  });

  it('does not hang on a circle, or break', () => {
    expect(failureOf(`${head}  - &a { send: *a }\n`).code).toBe('not-yaml');
    expect(failureOf(`${head}  - send: { type: &a [*a] }\n`).code).toBe('not-yaml');
    expect(failureOf('title: x\nsteps: &a [*a]\n').code).toBe('not-yaml');
  });

  it('reads, or refuses with an HvsimError that names the file, any text', () => {
    const right = readFileSync(new URL('push-now.yaml', directory), 'utf8');
    const spoiled = fc
      .tuple(
        fc.nat(right.length),
        fc.nat(30),
        fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('&a ', '*a', ': ', '- ', '{', '}', '\n', '\t', '!!', '"', '|')),
      )
      .map(([at, length, text]) => right.slice(0, at) + text + right.slice(at + length));
    const pieces = fc.constantFrom(
      'title: x',
      'steps:',
      '\n',
      '  - ',
      'wait: ',
      'send: ',
      '{',
      '}',
      '[',
      ']',
      '&a',
      '*a',
      '!!map',
      ' ',
      '"',
      ',',
      '? ',
      '|',
      '5',
      'null',
      '.inf',
      '<<: ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          spoiled,
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          try {
            parseScenario(text, 'my.yaml');
          } catch (error) {
            expect(error).toBeInstanceOf(HvsimError);
            expect((error as HvsimError).message).toMatch(/^my\.yaml(:\d+:\d+)?: /);
            expect((error as HvsimError).code).toMatch(/^(not-yaml|wrong-scenario)$/);
          }
        },
      ),
      { numRuns: 600 },
    );
  });
});
