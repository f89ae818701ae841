import { writeFileSync } from 'node:fs';
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectoryTree } from '../../../src/linux/directory-tree.ts';
import { openFileMedium } from '../../../src/linux/file-medium.ts';
import { openFolder } from '../../../src/linux/folder.ts';
import { createImageStores, readLocalFile } from '../../../src/linux/image-store.ts';
import { readCertificates } from '../../../src/linux/network/certificates.ts';
import { createKeptNetworks } from '../../../src/linux/network/wifi/kept-networks.ts';
import { readSettings } from '../../../src/linux/read-settings.ts';
import { readRecentChoices, rememberChoice } from '../../../src/linux/recent-choices.ts';
import { createReleaseMemory } from '../../../src/linux/seen-releases.ts';
import { saveLogOnStick } from '../../../src/linux/stick.ts';
import { storeImage } from '../../../src/linux/store-image.ts';
import { openDownloadSink } from '../../../src/storage/download-sink.ts';
import { openStickFiles } from '../../helpers/stick-files.ts';

let work: string;
let stick: string;
let images: string;
let outside: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-hostile-'));
  stick = join(work, 'stick');
  images = join(stick, 'Images');
  outside = join(work, 'outside');
  await mkdir(images, { recursive: true });
  await writeFile(outside, 'precious');
  await writeFile(join(work, 'medium'), 'image');
});
afterEach(() => rm(work, { recursive: true, force: true }));

const fifo = (path: string) => execa('mkfifo', [path]);
const keep = (fileName = 'a.iso', beside: ReadonlyMap<string, Uint8Array> = new Map()) =>
  storeImage({ directory: images }, { from: join(work, 'medium'), bytes: 5, fileName, beside });
const quiet = { isExpected: true, onProblem: () => {} };
const isUntouched = async () => (await readFile(outside, 'utf8')) === 'precious';

describe('keeping an image writes nothing outside the folder', () => {
  it.each(['a.iso.part', 'a.iso', 'a.iso.sig', 'a.iso.sig.new'])(
    'where a link to another file has the name %s',
    async (name) => {
      await symlink(outside, join(images, name));
      await keep('a.iso', new Map([['a.iso.sig', Buffer.from('signature')]]));
      expect(await isUntouched()).toBe(true);
      expect((await lstat(join(images, 'a.iso'))).isFile()).toBe(true);
      expect(await readFile(join(images, 'a.iso'), 'utf8')).toBe('image');
      expect(await readFile(join(images, 'a.iso.sig'), 'utf8')).toBe('signature');
    },
  );

  it('where a link leads to a device', async () => {
    // Whatever is written to this one fails.
    await symlink('/dev/full', join(images, 'a.iso.part'));
    await keep();
    expect(await readFile(join(images, 'a.iso'), 'utf8')).toBe('image');
  });

  it('where a link leads to what is not there', async () => {
    await symlink(join(work, 'made'), join(images, 'a.iso.part'));
    await keep();
    expect(await readdir(work)).not.toContain('made');
  });

  it('where the folder is a link itself', async () => {
    await mkdir(join(work, 'elsewhere'));
    await rm(images, { recursive: true });
    await symlink(join(work, 'elsewhere'), images);
    await expect(keep()).rejects.toMatchObject({ code: 'sink-failed' });
    expect(await readdir(join(work, 'elsewhere'))).toEqual([]);
  });

  it('where a FIFO has its name', async () => {
    await fifo(join(images, 'a.iso.part'));
    await keep();
    expect((await lstat(join(images, 'a.iso'))).isFile()).toBe(true);
  });

  it.each(['../outside', '..', '.', '', 'a/../../outside', '/etc/passwd', 'a\0b'])(
    'by a name such as %j, which a server may have chosen',
    async (name) => {
      await expect(keep(name)).rejects.toMatchObject({ code: 'sink-failed' });
      const beside = new Map([[name, Buffer.from('signature')]]);
      await expect(keep('a.iso', beside)).rejects.toMatchObject({ code: 'sink-failed' });
      expect(await isUntouched()).toBe(true);
    },
  );
});

it('a folder that is held open stays the one that it was, whatever takes its place', async () => {
  const folder = await openFolder(images);
  try {
    await rename(images, join(stick, 'moved'));
    await mkdir(join(work, 'elsewhere'));
    await symlink(join(work, 'elsewhere'), images);
    await folder.replace('new', 'text', { mode: 0o600 });
    expect(await readdir(join(work, 'elsewhere'))).toEqual([]);
    expect(await readFile(join(stick, 'moved/new'), 'utf8')).toBe('text');
  } finally {
    await folder.close();
  }
});

describe('what else is written to a stick follows no link', () => {
  it('a log, whose folder may be one', async () => {
    await mkdir(join(work, 'elsewhere'));
    await symlink(join(work, 'elsewhere'), join(stick, 'log'));
    await expect(saveLogOnStick(['line'], new Date(), stick)).rejects.toMatchObject({
      code: 'sink-failed',
    });
    expect(await readdir(join(work, 'elsewhere'))).toEqual([]);
    await rm(join(stick, 'log'));
    const path = await saveLogOnStick(['line'], new Date(), stick);
    expect(await readFile(path, 'utf8')).toBe('line\n');
  });

  it.each(['wifi.json', 'wifi.json.new'])('a network that is kept, at %s', async (name) => {
    await symlink(outside, join(stick, name));
    const kept = createKeptNetworks(openStickFiles(stick), quiet);
    await kept.look();
    await kept.keep({
      ssid: 'Home',
      security: 'wpa2-psk',
      hidden: false,
      passphrase: 'secret words',
    });
    expect(await isUntouched()).toBe(true);
    expect((await lstat(join(stick, 'wifi.json'))).mode & 0o777).toBe(0o600);
    await kept.forget('Home');
    expect(await isUntouched()).toBe(true);
  });

  it.each(['recent.json', 'recent.json.new'])(
    'a choice that is remembered, at %s',
    async (name) => {
      await symlink(outside, join(stick, name));
      await rememberChoice(openStickFiles(stick), 'debian');
      expect(await isUntouched()).toBe(true);
      expect(await readRecentChoices(openStickFiles(stick))).toEqual(['debian']);
    },
  );

  it.each(['releases.json', 'releases.json.new'])(
    'a release that is remembered, at %s',
    async (name) => {
      await symlink(outside, join(stick, name));
      const memory = createReleaseMemory(openStickFiles(stick), () => {});
      await memory.remember('debian/gnome/x86_64', { version: '13.6.0' });
      expect(await isUntouched()).toBe(true);
      expect(await memory.seen('debian/gnome/x86_64')).toEqual({ version: '13.6.0' });
    },
  );

  it('a download', async () => {
    const part = join(work, 'a.iso.part');
    await symlink(outside, part);
    await expect(openDownloadSink(part)).rejects.toMatchObject({ code: 'sink-failed' });
    expect(await isUntouched()).toBe(true);
    await rm(part);
    await fifo(part);
    await expect(openDownloadSink(part)).rejects.toMatchObject({ code: 'sink-failed' });
  });
});

describe('what lies on a stick hangs nobody and fills no memory', () => {
  /** A FIFO, a link to what never ends, a file that is larger than any such file. */
  const make: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    'a FIFO': fifo,
    'a link to /dev/zero': (path) => symlink('/dev/zero', path),
    'a folder': (path) => mkdir(path),
    'a file of a terabyte': async (path) => {
      await writeFile(path, '');
      await truncate(path, 2 ** 40);
    },
  };
  const kinds = Object.entries(make);

  it.each(kinds)('%s as what vouches for an image', async (_, put) => {
    await put(join(images, 'a.iso.sig'));
    expect(await readLocalFile(join(images, 'a.iso.sig'))).toBeUndefined();
  });

  it.each(kinds)('%s as settings', async (_, put) => {
    const path = join(stick, 'webboot.json');
    await put(path);
    const { problems } = await readSettings('', [path]);
    expect(problems).toEqual([expect.stringMatching(/webboot\.json is ignored: .*[^.]\.$/)]);
  });

  it.each(kinds)('%s as kept networks', async (_, put) => {
    await put(join(stick, 'wifi.json'));
    const problems: string[] = [];
    const kept = createKeptNetworks(openStickFiles(stick), {
      isExpected: true,
      onProblem: (text) => problems.push(text),
    });
    await kept.look();
    expect(kept.profiles).toEqual([]);
    expect(problems).toEqual([expect.stringContaining('is ignored')]);
  });

  it.each(kinds)('%s as recent choices', async (_, put) => {
    await put(join(stick, 'recent.json'));
    expect(await readRecentChoices(openStickFiles(stick))).toEqual([]);
  });

  it.each(kinds)('%s as releases seen', async (_, put) => {
    await put(join(stick, 'releases.json'));
    const log: string[] = [];
    const memory = createReleaseMemory(openStickFiles(stick), (text) => log.push(text));
    expect(await memory.seen('debian/gnome/x86_64')).toBeUndefined();
    expect(log).toEqual([expect.stringContaining('releases.json on the stick is ignored')]);
  });

  it.each(kinds)('%s as a certificate', async (_, put) => {
    const path = join(stick, 'ca.pem');
    await put(path);
    const profile = {
      ssid: 'x',
      security: 'enterprise',
      hidden: false,
      caCertificate: path,
    } as const;
    await expect(readCertificates(profile)).rejects.toMatchObject({ code: 'file-not-found' });
  });

  it.each(kinds)('%s as the label of a folder that stands for an image', async (_, put) => {
    await put(join(images, 'LABEL'));
    expect((await openDirectoryTree(images)).volumeId).toBe('');
  });

  it('a FIFO as an image', async () => {
    await fifo(join(images, 'a.iso'));
    await expect(openFileMedium(join(images, 'a.iso'))).rejects.toMatchObject({
      code: 'unsupported-image',
    });
  });

  it('a folder of more files than anybody has', async () => {
    for (let number = 0; number < 4200; number += 1)
      writeFileSync(join(images, `${number}.iso`), '');
    const folder = await openFolder(images);
    expect(await folder.files()).toHaveLength(4096);
    await folder.close();
  });

  it('and of these none is offered as an image', async () => {
    for (const [index, [, put]] of kinds.slice(0, 3).entries()) {
      await put(join(images, `${index}.iso`));
    }
    const folder = await openFolder(images);
    expect(await folder.files()).toEqual([]);
    await folder.close();
    expect(
      (
        await createImageStores(async () => [])
          .watch()
          .next()
      ).value,
    ).toEqual({ images: [] });
  });
});
