/** Every release with each of its formats, for laws that hold everywhere. */
import { type Format, formatsOf, type Release, releases } from '../../src/api/index.ts';

export const everyTarget: readonly { readonly release: Release; readonly format: Format }[] = releases.flatMap((release) =>
  formatsOf(release).map((format) => ({ release, format })),
);
