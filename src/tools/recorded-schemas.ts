/** The schemas as they are recorded in `test/api/rest`: with what lists can be sorted by, and some that the other facts lack. */
import { readFileSync } from 'node:fs';
import { root } from './generated.ts';

export interface Variant {
  readonly releases: readonly string[];
}

export interface SchemaVariant extends Variant {
  readonly properties: readonly Readonly<Record<string, unknown> & { name: string; type: string }>[];
}

export function hasAny(variants: readonly Variant[], release: string): boolean {
  return variants.some((variant) => variant.releases.includes(release));
}

/** `required sortable min=1 enum=A|B`. */
function marksIn(words: readonly string[]) {
  const after = (start: string) => words.find((word) => word.startsWith(start))?.slice(start.length);
  const [minimum, values] = [after('min='), after('enum=')];
  return {
    ...(words.includes('required') ? { required: true } : {}),
    ...(words.includes('sortable') ? { sortable: true } : {}),
    ...(minimum ? { minimum: Number(minimum) } : {}),
    ...(values ? { enum: values.split('|') } : {}),
  };
}

/** The recorded variants: a line of a variant says what differs from the one before. */
export function recorded(): Readonly<Record<string, readonly SchemaVariant[]>> {
  const found: Record<string, SchemaVariant[]> = {};
  let rows: SchemaVariant['properties'][number][] = [];
  for (const line of readFileSync(new URL('test/api/rest/documented-schemas.txt', root), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [first = '', second = '', ...rest] = line.trim().split(' ');
    const isHead = !line.startsWith(' ');
    const name = isHead ? first.replace(':', '') : first === '-' ? second : first;
    if (isHead) {
      rows = found[name] ? [...rows] : [];
      found[name] = [...(found[name] ?? []), { releases: [second, ...rest], properties: rows }];
      continue;
    }
    const at = rows.findIndex((row) => row.name === name);
    if (at >= 0) rows.splice(at, 1);
    if (first !== '-') rows.push({ name, type: second, ...marksIn(rest) });
  }
  return found;
}

/** What is recorded of schemas, and of releases of them, that the given ones lack is added. */
export function completed(
  given: Readonly<Record<string, readonly SchemaVariant[]>>,
  more: Readonly<Record<string, readonly SchemaVariant[]>>,
): Readonly<Record<string, readonly SchemaVariant[]>> {
  const all: Record<string, readonly SchemaVariant[]> = { ...given };
  for (const [name, variants] of Object.entries(more)) {
    const known = given[name] ?? [];
    const lacking = variants.map((variant) => ({ ...variant, releases: variant.releases.filter((release) => !hasAny(known, release)) }));
    all[name] = [...lacking.filter((variant) => variant.releases.length > 0), ...known];
  }
  return all;
}
