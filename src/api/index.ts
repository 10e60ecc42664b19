/** The data dictionary: releases, formats, properties, types and schemas. */
export { type Availability, describeAvailability, isAvailable, type Span } from './availability.ts';
export { type DocumentName, documents } from './documents.ts';
export {
  type EnumerationName,
  enumerations,
  hasPendingUnpublishing,
  hasSelectivePush,
  type WireEntry,
  type WireEnum,
  wireEntries,
  wireValues,
} from './enumerations.ts';
export { type Field, fieldsOf, hasProperty, wireName } from './fields.ts';
export {
  type Api,
  apiOf,
  assertFormat,
  type Format,
  formatSince,
  formats,
  formatsOf,
  isFormat,
  type RestFormat,
  restVersionOf,
  type Target,
  titleOf,
  type ViewFormat,
} from './formats.ts';
export { allSchemas, type JsonSchema, type SchemaFile, schemaFor } from './json-schema.ts';
export {
  type DocumentObject,
  documentObjects,
  type ObjectName,
  objectTitles,
  type PropertyName,
  properties,
} from './properties.ts';
export { type AnyProperty, type Presence, presences, type ValueType } from './property.ts';
export {
  enumerationTableMarkdown,
  type PropertyTableRow,
  propertyTable,
  propertyTableMarkdown,
} from './property-table.ts';
export {
  compareReleases,
  describeRelease,
  findRelease,
  isRelease,
  type Release,
  type ReleaseName,
  releases,
  versionOf,
} from './releases.ts';
export { assertTasks, hasTasks } from './tasks.ts';
export type { ParentStatus, PushImageSettingsOf, Status, Task } from './types.ts';
