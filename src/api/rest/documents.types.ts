/** What the OpenAPI documents of the REST API say: every operation and the schemas of what hvsim is about, by release. */
import type { Span } from '../availability.ts';

/** The name of a schema, or `string`, `boolean`, `int32`, `int64`, `double`, `object`; `list` of such, or a `map` by name. */
export interface RestType {
  readonly type: string;
  readonly list?: true;
  readonly map?: true;
}

/** What bounds a value, in the words of JSON Schema. */
export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** A property of a schema, or a parameter of a query. */
export interface PropertyRow extends RestType, Bounds {
  readonly name: string;
  /** The releases that have it so; all that have the schema when absent. */
  readonly releases?: readonly Span[];
  readonly enum?: readonly string[];
  readonly required?: boolean;
  readonly default?: unknown;
  /** Lists can be sorted by it. */
  readonly sortable?: true;
}

/** An operation as some releases have it. */
export interface OperationRow {
  readonly releases: readonly Span[];
  /** Of an answer when all goes well. */
  readonly status: number;
  readonly answer?: RestType;
  readonly body?: RestType;
  readonly query?: readonly PropertyRow[];
}

export interface SchemaRow {
  readonly releases: readonly Span[];
  readonly properties: readonly PropertyRow[];
}

export interface Documents {
  /** By method and path below `/rest`. */
  readonly operations: Readonly<Record<string, readonly OperationRow[]>>;
  readonly schemas: Readonly<Record<string, SchemaRow>>;
}
