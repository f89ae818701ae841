import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { families } from '../../../src/core/families/families.ts';
import { english } from '../../../src/core/languages/en.ts';
import { languageCodes, languageOf } from '../../../src/core/languages/languages.ts';
import { translate } from '../../../src/core/languages/say.ts';
import type { Sentences } from '../../../src/core/languages/texts.ts';
import { projectDirectory } from '../../../tools/shared/paths.ts';
import { importsOf } from '../../helpers/import-graph.ts';
import { findTexts, isSpoken } from '../../helpers/spoken-texts.ts';

/** What a person at the screen or the page never reads, and why. */
const unspoken: Readonly<Record<string, string>> = {
  'src/core/languages/': 'the catalogues themselves',
  'src/formats/catalogue/distro.ts': 'for whoever writes a row',
  'src/boot/graft/': 'scripts of the initramfs, whose words go to the kernel log',
  'src/boot/serve-on/script.ts': 'a script for the live system',
  'src/boot/files/': 'for "webboot serve"; what a waiting menu offers is told in the log',
  'src/cli/': 'the command line',
  'src/core/netboot/': 'files for other boot loaders',
  'src/core/plan/segment-problems.ts': 'for "webboot kexec"',
  'src/core/settings/keymaps.ts': 'each language has these names by themselves',
  'src/linux/boot-records.ts': 'for "webboot serve"',
  'src/linux/dry-run.ts': 'for the command line',
  'src/menu/bindings/unverified-words.ts': 'words that are typed',
  'src/serve/': 'for other machines',
};
/** Lines of the log, commands, and words of file formats. */
const others: ReadonlySet<string> = new Set([
  'failed at {1}, {2}: {3}',
  'verified: signed by {1}, {2}',
  'looking for images on this machine: {1}',
  'This machine is a node of the DHT, at UDP port {1}.',
  'stty sane; sh -l 3>&-; exec 3>&-; exec sleep 2147483647',
  'exec loadkmap <"$1"',
  'ulimit -f {1} && exec unxz "$@"',
  'pcm.!default { type plug slave.pcm { type hw card {1} device {2} } }',
  'Line Out',
  'Master Mono',
  'Bass Speaker',
  'System RAM',
  'Persistent Memory (legacy)',
  '-----BEGIN PGP SIGNED',
  'PGP SIGNATURE',
  'PGP PUBLIC KEY BLOCK',
  'less than current',
  'less than ',
  'VMware ESXi',
  '\x13BitTorrent protocol',
  'piece length',
  'failure reason',
  'release list',
  'NO NAME',
  'EFI PART',
  'EL TORITO SPECIFICATION',
  '# GRUB Environment Block\n',
  '~Module signature appended~\n',
  '-----BEGIN PGP SIGNED MESSAGE-----',
  'Persistent Memory',
  'Linux version ',
  'public key',
  'untrusted comment:',
  'untrusted comment: ',
  'trusted comment: ',
  'global signature',
  'unrar x FILE',
  'Description=The Wi-Fi network that webboot was joined to',
  ...[
    'include',
    'label',
    'title',
    'default',
    'hide',
    'begin',
    'end',
    'separator',
    'exit',
    'goto',
  ].map((word) => `menu ${word}`),
  ...['quit', 'disable', 'disabled'].map((word) => `menu ${word}`),
]);
/** Files below those that the menu does show. */
const spoken = [
  'src/serve/start-server.ts',
  'src/serve/open-file.ts',
  'src/serve/page.ts',
  'src/boot/graft/find-modules.ts',
  'src/boot/graft/collect-modules.ts',
];

const sources = filesFrom('src/app/start-image.ts').filter(
  (path) =>
    spoken.includes(path) || !Object.keys(unspoken).some((silent) => path.startsWith(silent)),
);
/** What the documentation says of the families, and nobody else. */
const documented: ReadonlySet<string> = new Set(
  Object.values(families).flatMap(({ notes, clues: { shown } }) => [
    notes,
    shown.layout,
    ...shown.initrd,
    ...shown.parameters,
    ...shown.parameters.flatMap((text) => text.split('\n')),
  ]),
);
const texts = sources.flatMap((path) =>
  findTexts(path, readFileSync(join(projectDirectory, path), 'utf8')).map((found) => ({
    ...found,
    path,
  })),
);

/** All that the image's menu can load. */
function filesFrom(start: string): readonly string[] {
  const found = new Set<string>();
  const visit = (path: string) => {
    if (found.has(path) || !/^src\/.*\.tsx?$/u.test(path)) return;
    found.add(path);
    for (const { to } of importsOf(path, projectDirectory)) visit(to);
  };
  visit(start);
  return [...found].toSorted();
}

interface CatalogueText {
  readonly path: string;
  readonly key: string;
  readonly text: string;
}

function textsOfCatalogue(): readonly CatalogueText[] {
  return globSync('distros/*.json', { cwd: projectDirectory })
    .filter((path) => !path.endsWith('schema.json'))
    .flatMap((path) => {
      const found: CatalogueText[] = [];
      const read = (key: string, text: unknown): unknown => {
        if (typeof text === 'string') found.push({ path, key, text });
        return text;
      };
      const row: unknown = JSON.parse(readFileSync(join(projectDirectory, path), 'utf8'), read);
      // The distro's own name is one in every language.
      const { name } = row as { readonly name: string };
      return found.filter(({ text }) => text !== name);
    });
}

const catalogue = textsOfCatalogue().filter(
  ({ key, text }) =>
    ['description', 'notes', 'reason', 'unavailable'].includes(key) ||
    // Names that are words; others are names in every language.
    (key === 'name' && /(?:^|[ ,])\p{Ll}{2,}/u.test(text)),
);

describe.each(languageCodes.filter((code) => code !== 'en'))(
  'everything that is said, in %s',
  (code) => {
    async function read(): Promise<Sentences> {
      return (await languageOf(code).load()).sentences ?? {};
    }

    it('has a translation', async () => {
      const sentences = await read();
      const missing = texts
        .filter(({ text }) => isSpoken(text) && !others.has(text) && !documented.has(text))
        .filter(({ text }) => !Object.hasOwn(sentences, text))
        .map(({ path, line, text }) => `${path}:${line}: ${text}`);
      expect(missing).toEqual([]);
    });

    it('of the catalogue as well', async () => {
      const sentences = await read();
      const missing = catalogue
        .filter(({ text }) => translate(sentences, text) === undefined)
        .map(({ path, text }) => `${path}: ${text}`);
      expect(missing).toEqual([]);
    });

    it('keeps every value, and says nothing that nobody says any more', async () => {
      const sentences = await read();
      const said = new Set(texts.map(({ text }) => text));
      for (const [text, translation] of Object.entries(sentences)) {
        expect(holesOf(translation), text).toEqual(holesOf(text));
      }
      const unsaid = Object.keys(sentences).filter(
        (text) =>
          !said.has(text) && !catalogue.some((row) => translate({ [text]: '-' }, row.text) === '-'),
      );
      expect(unsaid).toEqual([]);
    });
  },
);

describe('what initramfs/init.sh says', () => {
  const init = readFileSync(join(projectDirectory, 'initramfs/init.sh'), 'utf8');

  it('comes from the catalogues, every reason of them', () => {
    const given = [...init.matchAll(/\breason=(\w+)/gu)].map(([, name]) => name);
    expect([...new Set(given)].toSorted()).toEqual(Object.keys(english.stopped.reasons).toSorted());
  });

  it('has no words of its own', () => {
    const printed = [...init.matchAll(/\b(?:echo|printf) ("[^"]*"|'[^']*')(?! *>\/dev\/kmsg)/gu)];
    expect(printed.map(([, text = '']) => text.slice(1, -1)).filter(isSpoken)).toEqual([]);
  });
});

function holesOf(text: string): readonly string[] {
  return [...new Set(text.match(/\{\d\}/gu))].toSorted();
}

describe('words for a person', () => {
  it('are found wherever they stand, faults and logs left out', () => {
    const source = [
      "import x from 'a b c';",
      'const reason = `the initrd lacks $' + '{x}; $' + '{y}`;',
      "note('Mirror dropped now');",
      "throw new Error('nobody reads this');",
      "kernelLog('not this one');",
      "run('umount', ['-l', 'x y=z']);",
      "type A = 'not a text';",
      "const f = a ? 'is empty' : 'plain';",
    ].join('\n');
    expect(findTexts('a.ts', source).flatMap(({ text }) => (isSpoken(text) ? text : []))).toEqual([
      'the initrd lacks {1}; {2}',
      'Mirror dropped now',
      'is empty',
    ]);
  });
});
