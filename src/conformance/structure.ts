/** The structural check: the JSON Schema of the release and format, applied by Ajv. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type JsonSchema, schemaFor } from '../api/json-schema.ts';
import type { StructureRuleId } from './rules.ts';
import { describeMissing, describeUnknown, describeValue } from './structure-messages.ts';
import type { Subject } from './subject.ts';
import { type Finding, join } from './violation.ts';

export interface StructureFinding extends Finding {
  readonly rule: StructureRuleId;
}

let ajv: Ajv2020 | undefined;
const validators = new Map<string, ValidateFunction>();

/** Every place where a value does not fit the schema; at most one for a place, its type before anything else. */
export function checkStructure(value: unknown, subject: Subject): readonly StructureFinding[] {
  const validate = validatorFor(subject);
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const wrongType = new Set(errors.filter((error) => error.keyword === 'type').map((error) => error.instancePath));
  return errors.filter((error) => error.keyword === 'type' || !wrongType.has(error.instancePath)).map((error) => toFinding(error, subject));
}

/** The compiled schema of a kind of object, made on first use and kept. */
function validatorFor({ release, format, object }: Subject): ValidateFunction {
  const key = `${release} ${format} ${object}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  ajv ??= makeAjv();
  const made = ajv.compile(schemaFor({ release, format }, object));
  validators.set(key, made);
  return made;
}

/** What our schemas say beside what JSON Schema knows. */
export const annotations: readonly (keyof JsonSchema)[] = ['x-since', 'x-read-only'];

const makeAjv = (): Ajv2020 => new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true }).addVocabulary([...annotations]);

function toFinding(error: ErrorObject, subject: Subject): StructureFinding {
  const path = pathOf(error.instancePath);
  const schema = error.parentSchema as JsonSchema;
  switch (error.keyword) {
    case 'additionalProperties': {
      const name: string = error.params.additionalProperty;
      const value = (error.data as Record<string, unknown>)[name];
      return {
        rule: 'structure/unknown-property',
        path: join(path, name),
        value,
        message: describeUnknown(name, subject),
      };
    }
    case 'required': {
      const name: string = error.params.missingProperty;
      return {
        rule: 'structure/missing-property',
        path: join(path, name),
        value: undefined,
        message: describeMissing(name),
      };
    }
    default:
      return { rule: ruleOf(error), path, value: error.data, message: describeValue(error.data, schema, subject) };
  }
}

function ruleOf({ keyword, data }: ErrorObject): StructureRuleId {
  if (data === null) return 'structure/null';
  if (keyword === 'enum') return 'structure/enum';
  if (keyword === 'minimum' || keyword === 'maximum') return 'structure/range';
  if (keyword === 'pattern') return 'structure/date-time';
  return 'structure/type';
}

/** A JSON pointer as a path. */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}
