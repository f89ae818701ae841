import * as v from 'valibot';
import { FormatError } from '../../errors.ts';
import { parseJson } from '../json.ts';
import { checkDistro, type Distro } from './distro.ts';

/** A whole catalogue as one file: what an update brings. */
export interface CatalogueBundle {
  readonly rows: readonly Distro[];
  /** Key material by the file names that rows pin. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

const form = v.object({
  format: v.literal(1),
  rows: v.array(v.unknown()),
  keys: v.record(v.pipe(v.string(), v.regex(/^\w[\w.-]*$/)), v.pipe(v.string(), v.base64())),
});

/** Reads `catalogue.json` of an update: `{ format: 1, rows, keys }`, keys in base64. */
export function parseCatalogueBundle(text: string): CatalogueBundle {
  const json = parseJson(text, 'catalogue');
  const result = v.safeParse(form, json);
  if (!result.success) throw new FormatError('catalogue', 0, result.issues[0].message);
  const { rows, keys } = result.output;
  return {
    rows: rows.map(checkDistro),
    keys: new Map(
      Object.entries(keys).map(([name, text]) => [
        name,
        new Uint8Array(Buffer.from(text, 'base64')),
      ]),
    ),
  };
}

/** `rows` are texts of row files that have been checked. */
export function formatCatalogueBundle(
  rows: readonly string[],
  keys: ReadonlyMap<string, Uint8Array>,
): string {
  const encoded = [...keys].map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
  const parsed = rows.map((row) => JSON.parse(row) as unknown);
  return JSON.stringify({ format: 1, rows: parsed, keys: Object.fromEntries(encoded) });
}
