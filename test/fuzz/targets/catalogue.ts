import { readFile } from 'node:fs/promises';
import { FormatError } from '../../../src/errors.ts';
import {
  formatCatalogueBundle,
  parseCatalogueBundle,
} from '../../../src/formats/catalogue/bundle.ts';
import { parseDistro } from '../../../src/formats/catalogue/distro.ts';
import type { FuzzTarget } from '../target.ts';

const distros = new URL('../../../distros/', import.meta.url);

export const target: FuzzTarget = {
  name: 'catalogue',
  async seeds() {
    const files = ['debian.json', 'void.json', 'memtest86plus.json'];
    const rows = await Promise.all(files.map((name) => readFile(new URL(name, distros), 'utf8')));
    const keys = new Map([
      ['void.pub', await readFile(new URL('keys/void-release-20250202.pub', distros))],
    ]);
    const texts = [...rows, formatCatalogueBundle(rows, keys)];
    return texts.map((text) => new TextEncoder().encode(text));
  },
  run(bytes) {
    const text = new TextDecoder().decode(bytes);
    for (const parse of [parseDistro, parseCatalogueBundle]) {
      try {
        parse(text);
      } catch (error) {
        // Each input is one reader's at most: the other refuses it.
        if (!(error instanceof FormatError)) throw error;
      }
    }
  },
};
