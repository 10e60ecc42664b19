/** The recipes of README's "Take part", followed once: what has to be touched by hand, and that nothing else has to be. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** By file: what is replaced by what. */
type Recipe = Readonly<Record<string, readonly (readonly [before: string, after: string])[]>>;

let house = '';

/** A copy of the sources with the changes of a recipe. */
function follow(recipe: Recipe): void {
  house = mkdtempSync(join(tmpdir(), 'hvsim-recipe-'));
  for (const name of ['machines', 'src', 'package.json', 'tsconfig.json']) cpSync(join(root, name), join(house, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const [file, changes] of Object.entries(recipe)) {
    let text = readFileSync(join(house, file), 'utf8');
    for (const [before, after] of changes) {
      expect(text, `${file} has no ${before}`).toContain(before);
      text = text.replace(before, after);
    }
    writeFileSync(join(house, file), text);
  }
}

const tsc = join(root, 'node_modules/typescript/bin/tsc');

const run = (name: string, ...args: readonly string[]): string =>
  execFileSync(process.execPath, [join(root, 'node_modules', name), ...args], { cwd: house, encoding: 'utf8' });

/** The files that the compiler asks to complete. */
function toComplete(): readonly string[] {
  const projects = ['src', 'src/inspector/page'];
  const reports = projects.map((project) =>
    spawnSync(process.execPath, [tsc, '-p', project, '--noEmit'], { cwd: house, encoding: 'utf8' }),
  );
  return [
    ...new Set(reports.flatMap(({ stdout }) => [...stdout.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file = '']) => file))),
  ].sort();
}

/** In such a module: some fixtures of its `target`. */
const fixturesOf = `import { fixtureStatuses } from './src/fixtures/index.ts';
      const fixturesOf = (count) => {
        const { line } = fixtureStatuses(target);
        return Array.from({ length: count }, (_, index) => JSON.parse(line(index)));
      };`;

/** What a module in the copy prints. */
function print(module: string): unknown {
  writeFileSync(join(house, 'probe.ts'), module);
  run('rolldown/bin/cli.mjs', 'probe.ts', '--platform', 'node', '--file', 'probe.mjs');
  return JSON.parse(execFileSync(process.execPath, [join(house, 'probe.mjs')], { encoding: 'utf8' }));
}

afterEach(() => rmSync(house, { recursive: true, force: true }));

describe('a new property', () => {
  const recipe: Recipe = {
    'machines/image.ts': [
      [
        'export interface Image extends Required<VirtualCenterImage> {',
        'export interface Image extends Required<VirtualCenterImage> {\n  readonly checksum?: string;',
      ],
      [
        'return { parentVm, snapshot, parentVmPath, snapshotPath, ...profile };',
        'return { parentVm, snapshot, parentVmPath, snapshotPath, checksum: snapshot, ...profile };',
      ],
    ],
    'src/api/pool-view.ts': [
      ['  readonly computeProfile?: ComputeProfile;', '  readonly computeProfile?: ComputeProfile;\n  readonly checksum?: string;'],
    ],
    'src/projector/to-image-view.ts': [
      ['catalog, computeProfile }: Image', 'catalog, computeProfile, checksum }: Image'],
      ['...catalog, ...(computeProfile', '...catalog, ...(checksum ? { checksum } : {}), ...(computeProfile'],
    ],
    'src/api/instant-clone-status.ts': [
      [
        "  {\n    ...optional,\n    view: 'pendingComputeProfile',",
        `  {
    ...imageManagement,
    since: '2512',
    view: 'pendingImageChecksum',
    rest: 'instant_clone_pending_image_checksum',
    ...inRestV3,
    type: 'string',
    description: 'The checksum of the image.',
    from: (view) => view.pendingImage?.checksum,
  },
  {\n    ...optional,\n    view: 'pendingComputeProfile',`,
      ],
    ],
  };

  it('touches at most four files, and is in schemas, statuses, fixtures and checks', () => {
    expect(Object.keys(recipe).length).toBeLessThanOrEqual(4);
    follow(recipe);
    expect(toComplete()).toEqual([]);
    const found = print(`
      import { schemaFor } from './src/api/index.ts';
      import { propertyTableMarkdown } from './src/api/property-table.ts';
      import { createSimulator } from './src/simulator/index.ts';
      ${fixturesOf}
      import { validate } from './src/conformance/index.ts';
      const name = 'instant_clone_pending_image_checksum';
      const target = { release: '2512', format: 'rest-v3' };
      const status = createSimulator({ release: '2512' }).provisioningStatus(0, 'rest-v3');
      const fixtures = fixturesOf(200);
      console.log(JSON.stringify({
        schema: name in schemaFor(target).properties,
        before: name in schemaFor({ release: '2503', format: 'rest-v2' }).properties,
        value: status[name],
        fixtures: fixtures.some((each) => name in each),
        valid: [status, ...fixtures].flatMap((each) => validate(each, target)),
        wrong: validate({ ...status, [name]: 1 }, target).length,
      }));`);
    expect(found).toEqual({ schema: true, before: false, value: 'snapshot-1', fixtures: true, valid: [], wrong: 1 });
  });
});

describe('a new release', () => {
  const recipe: Recipe = {
    'src/api/releases.ts': [
      ["  '2512',\n] as const;", "  '2512',\n  '2699',\n] as const;"],
      ["  '2512': [8, 17],", "  '2512': [8, 17],\n  '2699': [8, 99],"],
    ],
  };

  it('touches one file, and is the newest everywhere', () => {
    expect(Object.keys(recipe)).toHaveLength(1);
    follow(recipe);
    expect(toComplete()).toEqual([]);
    const found = print(`
      import { findRelease, formatsOf, schemaFor } from './src/api/index.ts';
      import { newestRelease } from './src/api/releases.ts';
      import { restPathsOf } from './src/api/rest/paths.ts';
      import { createSimulator } from './src/simulator/index.ts';
      ${fixturesOf}
      import { validate } from './src/conformance/index.ts';
      const target = { release: '8.99', format: 'rest-v3' };
      const simulator = createSimulator();
      console.log(JSON.stringify({
        newest: newestRelease,
        found: findRelease('8.99'),
        formats: formatsOf('2699'),
        title: schemaFor(target).title,
        paths: restPathsOf('2699').length === restPathsOf('2512').length,
        status: validate(simulator.provisioningStatus(0, 'rest-v3'), target),
        fixtures: fixturesOf(50).flatMap((each) => validate(each, target)),
      }));`);
    expect(found).toEqual({
      newest: '2699',
      found: '2699',
      formats: ['view', 'powercli', 'rest-v1', 'rest-v2', 'rest-v3'],
      title: 'DesktopPoolProvisioningStatusData, Horizon 2699 (8.99), rest-v3',
      paths: true,
      status: [],
      fixtures: [],
    });
  });
});

describe('a new state of the pending image', () => {
  it('is asked for by the compiler where it has to be known', () => {
    follow({ 'machines/vocabulary.ts': [["'READY_HELD', 'FAILED'", "'READY_HELD', 'QUARANTINED', 'FAILED'"]] });
    // Beside these: the vocabulary, the transitions of the region, and the life cycle in words.
    expect(toComplete()).toEqual([
      'src/api/enumerations.ts',
      'src/fixtures/cover.ts',
      'src/fixtures/mix.ts',
      'src/inspector/page/tones.ts',
    ]);
  });
});

describe('a new command', () => {
  it('is asked for by the compiler where it has to be known', () => {
    follow({ 'machines/events.ts': [['type CommandPayloads = {', "type CommandPayloads = {\n  'command.quarantine': unknown;"]] });
    // Beside these: its payload, its transitions, the words for its variants, and the path that sends it.
    expect(toComplete()).toEqual(['machines/event-table.ts', 'src/lifecycle/variants.ts']);
  });
});
