/**
 * A JSON Schema that takes notes: while Ajv checks a status, it also writes down what the rules over several properties look at,
 * so that nothing is read twice.
 */
import { _, Ajv2020, type KeywordCxt, type ValidateFunction } from 'ajv/dist/2020.js';
import { fieldsOf } from '../api/fields.ts';
import { type JsonSchema, schemaFor } from '../api/json-schema.ts';
import type { ObjectName } from '../api/properties.ts';
import { annotations } from './structure.ts';
import type { Subject } from './subject.ts';
import { currentCode, operationCode, pendingCode } from './word-codes.ts';

/** What the rules over several properties look at is little. Statuses of one kind get the same verdict from them. */
export interface Kind {
  /** The states, whether the progress is 0 or 100, and whether the cores divide the CPUs: less than `kindCodes`. */
  code: number;
  /** A bit for every other property that is there. */
  there: number;
}

export const kindCodes = 8 * 512;

/** As many as a number has that is quickly worked with. */
const mostBits = 30;

/** What is written down of a property that is there: its bit, or what its value adds to the code. */
type Note = { readonly bit: number } | { readonly words: Readonly<Record<string, number>> } | { readonly isProgress: true };

interface NotingSchema extends Omit<JsonSchema, 'properties'> {
  readonly properties?: Readonly<Record<string, NotingSchema>>;
  readonly 'x-note'?: Note;
  /** The names of the CPUs and of the cores per socket, which must divide them. */
  readonly 'x-divides'?: readonly [cpus: string, cores: string];
}

let ajv: Ajv2020 | undefined;

/**
 * The schema of a kind of object, compiled so that it takes notes.
 *
 * @returns to be called with the kind as `this`, which must be all zeros and is right afterwards where the value is valid;
 * undefined where there are more properties than bits
 */
export function compileNoting(subject: Subject): ValidateFunction | undefined {
  let bits = 0;
  const nextBit = () => {
    bits += 1;
    return 1 << (bits - 1);
  };
  const schema = withNotes(schemaFor(subject, subject.object), subject.object, subject, nextBit);
  if (bits > mostBits) return undefined;
  ajv ??= makeAjv();
  return ajv.compile(schema);
}

function withNotes(schema: JsonSchema, object: ObjectName, subject: Subject, nextBit: () => number): NotingSchema {
  const fields = fieldsOf(object, subject.release, subject.format);
  const properties = fields.map(({ name, property: { view } }) => {
    const own = schema.properties?.[name] as JsonSchema;
    const noting = view === 'instantCloneProvisioningStatusData' ? withNotes(own, 'status', subject, nextBit) : withDivides(own, subject);
    return [name, { ...noting, 'x-note': notes[view]?.(own) ?? { bit: nextBit() } }] as const;
  });
  return withDivides({ ...schema, properties: Object.fromEntries(properties) }, subject);
}

/** In REST the CPUs are among the members of the status, else in an object of their own. */
function withDivides(schema: NotingSchema, { release, format }: Subject): NotingSchema {
  const nameOf = (view: string) => fieldsOf('computeProfile', release, format).find(({ property }) => property.view === view)?.name ?? '';
  const [cpus, cores] = [nameOf('numCPU'), nameOf('coresPerSocket')];
  return schema.properties?.[cpus] && schema.properties[cores] ? { ...schema, 'x-divides': [cpus, cores] } : schema;
}

/** What is noted of the properties of which more matters than that they are there, by View name. */
const notes: Readonly<Record<string, (schema: JsonSchema) => Note>> = {
  operation: words((word) => operationCode(word) * 512),
  instantClonePendingImageState: words((word) => pendingCode(word) * 64),
  instantCloneCurrentImageState: words((word) => currentCode(word) * 8),
  pendingImageProgress: () => ({ isProgress: true }),
};

function words(codeOf: (word: string) => number): (schema: JsonSchema) => Note {
  return ({ enum: all = [] }) => ({ words: Object.fromEntries(all.flatMap((word) => (word === null ? [] : [[word, codeOf(word)]]))) });
}

function makeAjv(): Ajv2020 {
  return new Ajv2020({ allowUnionTypes: true, passContext: true })
    .addVocabulary([...annotations])
    .addKeyword({ keyword: 'x-note', code: writeNote })
    .addKeyword({ keyword: 'x-divides', type: 'object', code: writeDivides });
}

function writeNote({ gen, data, schema }: KeywordCxt): void {
  const note: Note = schema;
  if ('words' in note) {
    for (const [word, code] of Object.entries(note.words)) gen.if(_`${data} === ${word}`, _`this.code += ${code}`);
  } else {
    gen.if(_`${data} !== null`, 'bit' in note ? _`this.there |= ${note.bit}` : _`this.code += ${data} === 0 ? 2 : ${data} === 100 ? 4 : 6`);
  }
}

function writeDivides({ gen, data, schema }: KeywordCxt): void {
  const [cpus, cores] = (schema as [string, string]).map((name) => _`${data}[${name}]`);
  gen.if(_`typeof ${cpus} === 'number' && typeof ${cores} === 'number' && ${cpus} % ${cores} !== 0`, _`this.code += 1`);
}
