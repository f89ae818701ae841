import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { distroSchema } from '../../src/formats/catalogue/distro.ts';
import { projectDirectory } from '../shared/paths.ts';

const file = join(projectDirectory, 'distros/schema.json');

/** The schema of a row for editors, made from the one that webboot checks by. */
export function catalogueSchema(): string {
  // What JSON Schema cannot say (a row complete by its variants) is checked by webboot alone.
  const schema = toJsonSchema(distroSchema, { errorMode: 'ignore', typeMode: 'input' });
  return `${JSON.stringify({ ...schema, title: 'A row of webboot’s catalogue' }, undefined, 2)}\n`;
}

export async function writeSchema(): Promise<void> {
  await writeFile(file, catalogueSchema());
}

export async function isSchemaFresh(): Promise<boolean> {
  return (await readFile(file, 'utf8').catch(() => '')) === catalogueSchema();
}
