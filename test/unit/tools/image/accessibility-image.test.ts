import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessibilityData } from '../../../../tools/image/accessibility.ts';
import { imageDirectory } from '../../../../tools/image/build.ts';
import { defaultOptions, parseImageArguments } from '../../../../tools/image/options.ts';
import { imagePrograms } from '../../../../tools/image/packages.ts';
import { rootfsEntries } from '../../../../tools/image/rootfs.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-accessibility-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const packagesOf = (options: Parameters<typeof imagePrograms>[0]) =>
  new Set(imagePrograms(options).map((program) => program.package));

async function entriesOf(more: { accessibility?: boolean }) {
  await writeFile(join(folder, 'init.mjs'), '');
  return rootfsEntries({
    busybox: join(folder, 'init.mjs'),
    bundle: folder,
    earlyModules: [],
    extraFiles: [],
    texts: new Map(),
    ...more,
  });
}

describe('speech and braille in an image', () => {
  it('are asked for by an option, which needs a kernel with sound, and lie in a folder of their own', () => {
    const options = parseImageArguments(['--accessibility', '--flavour', 'generic']);
    if (options === 'help') throw new Error('help');
    expect(options.accessibility).toBe(true);
    expect(imageDirectory(options)).toMatch(/x86_64-generic-accessibility$/);
    expect(() => parseImageArguments(['--accessibility'])).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });

  it('are nothing at all unless they are asked for', async () => {
    const own = ['alsa-utils', 'espeakup-udeb', 'brltty-udeb'];
    for (const flavour of ['cloud', 'generic', 'built'] as const) {
      const plain = packagesOf({ ...defaultOptions, flavour });
      expect(own.filter((name) => plain.has(name))).toEqual([]);
    }
    const asked = packagesOf({ ...defaultOptions, flavour: 'generic', accessibility: true });
    expect(own.filter((name) => asked.has(name))).toEqual(own);
    const plain = await entriesOf({});
    const speaking = await entriesOf({ accessibility: true });
    const known = new Set(plain.map(({ path }) => path));
    expect(speaking.map(({ path }) => path).filter((path) => !known.has(path))).toEqual([
      'etc/modprobe.d',
      'etc/modprobe.d/sound.conf',
      'webboot/braille.sh',
    ]);
    expect(speaking.filter(({ path }) => known.has(path))).toEqual(plain);
    expect(parseImageArguments([])).not.toHaveProperty('accessibility');
  });

  it("have the data of the menu's languages alone", async () => {
    const voices = 'usr/lib/x86/espeak-ng-data';
    for (const path of [
      `${voices}/fr_dict`,
      `${voices}/lang/roa/fr`,
      'usr/share/alsa/alsa.conf',
      'usr/share/alsa/cards/HDA-Intel.conf',
      'usr/share/alsa/topology/x',
      'etc/brltty/Text/en_US.ttb',
      'etc/brltty/Text/fr.ttb',
      'etc/brltty/Text/common.tti',
      'etc/brltty/Input/bm/default.ktb',
      'etc/brltty/Input/nav.kti',
      'etc/brltty/Contraction/de-1998.ctb',
    ]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), '');
    }
    const paths = accessibilityData(folder, 'lib/x86').map(([, path]) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'lib/x86/espeak-ng-data/de_dict',
        'lib/x86/espeak-ng-data/phondata',
        'share/alsa/alsa.conf',
        'share/alsa/cards/HDA-Intel.conf',
        'share/brltty/Input/bm/default.ktb',
        'share/brltty/Input/nav.kti',
        'share/brltty/Text/common.tti',
        'share/brltty/Text/en_US.ttb',
      ]),
    );
    expect(paths.filter((path) => /fr|topology|de-1998/.test(path))).toEqual([]);
  });
});
