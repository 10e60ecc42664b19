// Measures what the README claims: ratios, side by side in one run, medians of rounds taken in turn. Run by "npm run bench"; with
// the name of a part, "npm run bench -- fixtures", only that. A part is a file bench-<part>.mjs here that exports <part>Bench.
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';

const parts = readdirSync(new URL('.', import.meta.url)).flatMap((file) => /^bench-(\w+)\.mjs$/.exec(file)?.[1] ?? []);
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !parts.includes(name));
if (unknown !== undefined) {
  console.error(`There is no part ${JSON.stringify(unknown)} of the bench. There are: ${parts.join(', ')}.`);
  process.exit(2);
}

console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}, ${new Date().toISOString().slice(0, 10)}`);
for (const part of asked.length > 0 ? asked : parts) {
  const module = await import(`./bench-${part}.mjs`);
  console.log(`\n${await module[`${part}Bench`]()}`);
}
