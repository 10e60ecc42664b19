/** The last part of the build: what the package ships beside its programs, in `dist/`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { allSchemas } from '../api/json-schema.ts';
import { writeCatalogue } from './catalogue.ts';
import { root } from './generated.ts';
import { writePage } from './write-page.ts';

writeCatalogue();
writePage();
for (const { release, format, schema } of allSchemas()) {
  const folder = new URL(`dist/schemas/${release}/`, root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${format}.json`, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
