import { readFileSync } from 'node:fs';
import fc, { type JsonValue } from 'fast-check';
import { expect, test } from 'vitest';
import { FormatError } from '../../src/errors.ts';
import { parseCatalogueBundle } from '../../src/formats/catalogue/bundle.ts';
import { parseDistro } from '../../src/formats/catalogue/distro.ts';
import { parseSettingsFile } from '../../src/formats/settings/settings-file.ts';

const row = JSON.parse(readFileSync(new URL('../../distros/debian.json', import.meta.url), 'utf8'));
const settings = {
  distro: 'debian',
  countdown: 10,
  dns: ['192.0.2.53'],
  wifi: [{ ssid: 'Home', security: 'enterprise', eap: 'ttls', phase2: 'pap', identity: 'me' }],
  mirrors: { debian: ['https://mirror.example/'] },
  distros: [{ id: 'own' }],
};

/** Some of it with the names that every object knows already. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.array(
    fc.dictionary(fc.constantFrom('toString', 'constructor', 'length', '__proto__'), fc.nat()),
  ),
);

// Changed bytes are mostly no JSON any more: this is what gets past JSON's own parser.
test.each([
  { name: 'webboot.json', parse: parseSettingsFile, file: settings },
  { name: 'a row of the catalogue', parse: parseDistro, file: row },
  { name: 'a catalogue', parse: parseCatalogueBundle, file: { format: 1, rows: [row], keys: {} } },
])('$name with anything in the place of a part is read or refused', ({ parse, file }) => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), anything, (way, value) => {
      try {
        parse(JSON.stringify(replace(file, way, value)));
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    }),
    { numRuns: 2000 },
  );
});

/** `value` in the place of the part that a way through members and elements leads to. */
function replace(whole: JsonValue, way: readonly number[], value: JsonValue): JsonValue {
  const [step, ...rest] = way;
  if (step === undefined || whole === null || typeof whole !== 'object') return value;
  const members = Object.entries(whole);
  const [name, part] = members[step % members.length] ?? [];
  if (name === undefined || part === undefined) return value;
  const replaced = replace(part, rest, value);
  if (Array.isArray(whole)) return whole.with(Number(name), replaced);
  return { ...whole, [name]: replaced };
}
