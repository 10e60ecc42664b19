/** A status read once into one neutral record, whatever its format: what the rules look at, and the observer. */
import { currentImageStates, operations, pendingImageStates } from '../../machines/vocabulary.ts';
import { fieldsOf, objectOf } from '../api/fields.ts';
import { type Api, apiOf, type Format } from '../api/formats.ts';
import type { DocumentObject, ObjectName, PropertyName } from '../api/properties.ts';
import type { AnyProperty } from '../api/property.ts';
import type { Release } from '../api/releases.ts';
import type { States } from '../api/shown-states.ts';
import { join } from './violation.ts';

/** A kind of object of a release, in a format that the release has. */
export interface Subject {
  readonly release: Release;
  readonly format: Format;
  readonly object: DocumentObject;
}

/** A property that the release and format have. */
export interface ObservedField {
  readonly name: string;
  readonly path: string;
  readonly property: AnyProperty;
  /** The property that it is a member of, where it is one. */
  readonly outer: AnyProperty | undefined;
  /** Its own members, where it is an object. */
  readonly members: readonly ObservedField[];
}

/** States as a status shows them; undefined where they cannot be read. */
export type Shown = { readonly [Region in keyof States]: States[Region] | undefined };

/** Stands for a value that does not fit the schema, and for one in an object that is not there: nothing is asked of it. */
export const unreadable = Symbol('unreadable');

/** What a status shows. */
export interface Observation extends Shown {
  readonly layout: Layout;
  /** By `positionOf` of the layout; null or undefined where a property is not there, `unreadable` where it cannot be. */
  readonly values: readonly unknown[];
}

export function observationOf(layout: Layout, values: readonly unknown[]): Observation {
  const { operation, pendingImage, currentImage } = layout.regions;
  return {
    layout,
    values,
    operation: wordOf(operations, values[operation]),
    pendingImage: wordOf(pendingImageStates, values[pendingImage] ?? 'ABSENT'),
    currentImage: wordOf(currentImageStates, values[currentImage] ?? 'ABSENT'),
  };
}

/** The same without what does not fit the schema. */
export const without = ({ layout, values }: Observation, paths: ReadonlySet<string>): Observation =>
  observationOf(
    layout,
    values.map((value, position) => (paths.has(layout.fields[position]?.path ?? '') ? unreadable : value)),
  );

/** The vocabulary's own text, which is found in a map sooner than one that was parsed. */
const wordOf = <Word extends string>(words: readonly Word[], value: unknown): Word | undefined => words[words.indexOf(value as Word)];

/** The properties of a kind of object, those of the objects in it among them, each before its own members. */
export class Layout {
  readonly subject: Subject;
  readonly api: Api;
  readonly top: readonly ObservedField[];
  readonly fields: readonly ObservedField[];
  /** Where the states of the three regions are. */
  readonly regions: Readonly<Record<keyof States, number>>;
  readonly #positions: ReadonlyMap<string, number>;

  constructor(subject: Subject) {
    this.subject = subject;
    this.api = apiOf(subject.format);
    this.top = fieldsIn(subject.object, subject);
    this.fields = withMembers(this.top);
    this.#positions = new Map(this.fields.map(({ property }, position) => [property.view, position]));
    this.regions = {
      operation: this.positionOf('operation'),
      pendingImage: this.positionOf('instantClonePendingImageState'),
      currentImage: this.positionOf('instantCloneCurrentImageState'),
    };
  }

  has(name: PropertyName): boolean {
    return this.#positions.has(name);
  }

  /** Where a property is among the fields; behind all of them for one that the release and format do not have. */
  positionOf(name: PropertyName): number {
    return this.#positions.get(name) ?? this.fields.length;
  }
}

function fieldsIn(
  object: ObjectName,
  subject: Subject,
  outer?: { readonly path: string; readonly property: AnyProperty },
): ObservedField[] {
  return fieldsOf(object, subject.release, subject.format).map(({ name, property }) => {
    const path = join(outer?.path ?? '', name);
    const nested = objectOf(property.type);
    const members = nested === undefined ? [] : fieldsIn(nested, subject, { path, property });
    return { name, path, property, outer: outer?.property, members };
  });
}

const withMembers = (fields: readonly ObservedField[]): ObservedField[] =>
  fields.flatMap((field) => [field, ...withMembers(field.members)]);

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
