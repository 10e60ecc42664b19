/** What is checked. */
import type { Format } from '../api/formats.ts';
import type { DocumentObject } from '../api/properties.ts';
import type { Release } from '../api/releases.ts';

/** A kind of object of a release, in a format that the release has. */
export interface Subject {
  readonly release: Release;
  readonly format: Format;
  readonly object: DocumentObject;
}
