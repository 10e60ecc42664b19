/** Scenarios as text: YAML, of which JSON is a part. Errors name the file, the line and the key. */
import { isMap, isNode, LineCounter, type Node, parseDocument } from 'yaml';
import { HvsimError } from '../errors.ts';
import { readScenario, type Scenario, ScenarioProblems } from './scenario.ts';

/**
 * Reads a scenario from text.
 *
 * @param file the name to be shown in errors
 * @throws HvsimError `not-yaml`, `wrong-scenario`
 * @example
 * parseScenario('title: Nothing\nsteps: []', 'nothing.yaml').title //=> Nothing
 */
export function parseScenario(text: string, file: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const where = (offset: number) => `${file}:${lines.linePos(offset).line}:${lines.linePos(offset).col}`;
  const [error] = document.errors;
  if (error) throw new HvsimError('not-yaml', `${where(error.pos[0])}: ${error.message}`);
  try {
    return readScenario(toPlain(document.toJS({ maxAliasCount: 100 }), file));
  } catch (problem) {
    if (problem instanceof ScenarioProblems) {
      const each = problem.problems.map(({ path, message }) => {
        const node = nodeAt(document.contents, path.split('.').filter(Boolean));
        return `${where(node?.range?.[0] ?? 0)}: ${path ? `${path}: ` : ''}${message}`;
      });
      throw new HvsimError('wrong-scenario', each.join('\n'));
    }
    if (problem instanceof ReferenceError) throw new HvsimError('not-yaml', `${file}: ${problem.message}`);
    throw problem;
  }
}

/** What YAML says, where JSON can say it too. An empty file is no object. */
function toPlain(value: unknown, file: string): unknown {
  try {
    return JSON.parse(JSON.stringify(value ?? {}));
  } catch {
    throw new HvsimError('not-yaml', `${file}: an alias contains itself, which no scenario can use.`);
  }
}

/** The innermost node on a path that exists: for an unknown or missing member, its owner or its key. */
function nodeAt(node: Node | null, [key, ...rest]: readonly string[]): Node | null {
  const child = key === undefined ? undefined : childOf(node, key);
  return child ? nodeAt(child, rest) : node;
}

function childOf(node: Node | null, key: string): Node | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isNode(item.key) && String(item.key) === key);
    return [pair?.value, pair?.key].find(isNode);
  }
  const item = (node as { items?: readonly unknown[] } | null)?.items?.[Number(key)];
  return isNode(item) ? item : undefined;
}
