/**
 * Writes the JSON Schema of the status of every release and format into the build, as `dist/schemas/<release>/<format>.json`.
 * A development script: run `node dist/src/api/write-schemas.js` after the build. Nothing imports it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { allSchemas } from './json-schema.ts';

const root = new URL('../../schemas/', import.meta.url);

for (const { release, format, schema } of allSchemas()) {
  const folder = new URL(`${release}/`, root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${format}.json`, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
