/** The dictionary against what the vendor documents, release by release. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type EnumerationName,
  enumerations,
  type Field,
  type Format,
  fieldsOf,
  findRelease,
  type ObjectName,
  type Release,
  wireValues,
} from '../../src/api/index.ts';

interface DocumentedProperty {
  readonly name: string;
  readonly type: string;
  readonly enum?: readonly string[];
  readonly optional?: boolean;
  readonly readOnly?: boolean;
  readonly requiredIf?: readonly string[];
  readonly since?: string;
  readonly min?: number;
}

interface Variant {
  readonly releases: readonly string[];
  readonly properties: readonly DocumentedProperty[];
}

type Facts = Readonly<Record<'view' | 'rest', Readonly<Record<string, readonly Variant[]>>>>;

const facts: Facts = JSON.parse(readFileSync(new URL('documented-facts.json', import.meta.url), 'utf8'));

const viewObjects = {
  DesktopInstantCloneDesktopProvisioningStatusData: 'status',
  DesktopProvisioningStatusData: 'parent',
  DesktopPushImageSettings: 'pushImageSettings',
  DesktopComputeProfileSpec: 'computeProfile',
  DesktopTaskInfo: 'task',
  DesktopTaskData: 'taskData',
} as const satisfies Record<string, ObjectName>;

const restObjects = {
  DesktopPoolProvisioningStatusData: ['status', 'rest-v1'],
  DesktopPoolProvisioningStatusDataV2: ['status', 'rest-v2'],
  DesktopPoolProvisioningStatusDataV3: ['status', 'rest-v3'],
  DesktopPoolInstantClonePushImageSettings: ['pushImageSettings', 'rest-v1'],
  DesktopPoolTaskInfo: ['task', 'rest-v1'],
} as const satisfies Record<string, readonly [ObjectName, Format]>;

const viewTypes: Readonly<Record<string, string>> = {
  string: 'xsd:string',
  boolean: 'xsd:boolean',
  dateTime: 'xsd:dateTime',
  percent: 'xsd:int',
  count: 'xsd:int',
  positiveInteger: 'xsd:int',
  status: 'DesktopInstantCloneDesktopProvisioningStatusData',
  pushImageSettings: 'DesktopPushImageSettings',
  computeProfile: 'DesktopComputeProfileSpec',
  taskData: 'DesktopTaskData',
};

const restTypes: Readonly<Record<string, string>> = {
  string: 'string',
  id: 'string',
  boolean: 'boolean',
  dateTime: 'integer',
  percent: 'integer',
  count: 'integer',
  positiveInteger: 'integer',
  pushImageSettings: 'DesktopPoolInstantClonePushImageSettings',
};

const isEnumeration = (type: string): type is EnumerationName => Object.hasOwn(enumerations, type);

const cases = (variants: readonly Variant[]) =>
  variants.flatMap(({ releases, properties }) => releases.map((name) => ({ release: findRelease(name), properties })));

const byName = <T extends { readonly name: string }>(list: readonly T[]) => [...list].sort((a, b) => (a.name < b.name ? -1 : 1));

/** A field in the words of the View documents. */
function asViewDocument({ name, property }: Field, release: Release): Omit<DocumentedProperty, 'since'> {
  const { type, optional, readOnly, requiredIf } = property;
  return {
    name,
    type: type === 'id' ? 'id' : isEnumeration(type) ? 'xsd:string' : (viewTypes[type] ?? `no type for ${type}`),
    ...(isEnumeration(type) ? { enum: [...wireValues(type, release, 'view')].sort() } : {}),
    ...(optional ? { optional } : {}),
    ...(readOnly ? { readOnly } : {}),
    ...(requiredIf ? { requiredIf } : {}),
    ...(type === 'positiveInteger' ? { min: 1 } : {}),
  };
}

function viewDocument(property: DocumentedProperty): Omit<DocumentedProperty, 'since'> {
  const { name, type, enum: values, optional, readOnly, requiredIf, min } = property;
  return {
    name,
    type: type.endsWith('Id') ? 'id' : type,
    ...(values ? { enum: [...values].sort() } : {}),
    ...(optional ? { optional } : {}),
    ...(readOnly ? { readOnly } : {}),
    ...(requiredIf ? { requiredIf } : {}),
    ...(min === undefined ? {} : { min }),
  };
}

describe.each(Object.entries(viewObjects))('%s of the View API', (title, object) => {
  const documented = cases(facts.view[title] ?? []);

  it('is documented in at least one release', () => expect(documented).not.toEqual([]));

  it.each(documented)('has in $release what is documented, in that order', ({ release, properties }) => {
    const fields = fieldsOf(object, release, 'view').map((field) => asViewDocument(field, release));
    expect(fields).toEqual(properties.map(viewDocument));
  });

  it.each(documented)('has the "Since" tags of $release', ({ release, properties }) => {
    for (const { name, since } of properties) {
      if (since === undefined) continue;
      const property = fieldsOf(object, release, 'view').find((field) => field.name === name)?.property;
      expect(property?.since, name).toBe(findRelease(since.replace('Horizon ', '')));
    }
  });
});

describe.each(Object.entries(restObjects))('%s of the REST API', (title, [object, format]) => {
  const documented = cases(facts.rest[title] ?? []);

  it('is documented in at least one release', () => expect(documented).not.toEqual([]));

  it.each(documented)('has in $release what is documented', ({ release, properties }) => {
    const fields = fieldsOf(object, release, format).map(({ name, property: { type } }) => ({
      name,
      type: isEnumeration(type) ? 'string' : restTypes[type],
      ...(isEnumeration(type) ? { enum: [...wireValues(type, release, 'rest')].sort() } : {}),
    }));
    const expected = properties.map(({ name, type, enum: values }) => ({
      name,
      type,
      ...(values ? { enum: [...values].sort() } : {}),
    }));
    expect(byName(fields)).toEqual(byName(expected));
  });
});
