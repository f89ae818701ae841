import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from '../../../bench/parts/iso-file.ts';
import { ensureDemo } from '../../../tools/demo/iso.ts';
import { type DemoKey, demoKey } from '../../../tools/demo/key.ts';
import { type Publication, publishDemo } from '../../../tools/demo/publish.ts';
import { demoRow } from '../../../tools/demo/row.ts';
import { defaultOptions, type ImageOptions } from '../../../tools/image/options.ts';
import { type Mirror, startMirror } from '../../../tools/mirror/mirror.ts';
import { writeFloor } from '../../../tools/qemu/floor.ts';
import { buildStick, packStick } from '../../../tools/stick/build.ts';

/** One image for every mode, the mirror that its rows name, and what it is compared with. */
export interface FinalImage {
  readonly usb: string;
  readonly isoOut: string;
  /** The same kernel by the same boot loader, with busybox alone as its initramfs. */
  readonly floor: { readonly usb: string; readonly isoOut: string };
  readonly mirror: Mirror;
  /** Of the demo's ISO. */
  readonly demoBytes: number;
  readonly demoDigest: string;
  readonly folder: string;
  close(): Promise<void>;
}

const debian = { secureBoot: { way: 'debian' } } as const;

/**
 * Builds the stick and the CD as `npm run image` does. The demo is in its `Images/` as by `--distro`;
 * the row `unsigned` is the same ISO whose kernel nobody has signed, and lies on the mirror alone.
 */
export async function buildFinalImage({
  append = '',
  distros = ['demo'] as readonly string[],
  size = 640 * 2 ** 20,
} = {}): Promise<FinalImage> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-stick-'));
  const served = join(folder, 'mirror');
  await mkdir(served);
  const mirror = await startMirror(served);
  const close = async () => {
    await mirror.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const key = await demoKey();
    const demo = await ensureDemo(key);
    const extraFiles = await publish(served, { mirror, key, demo });
    const result = { usb: join(folder, 'webboot.img'), isoOut: join(folder, 'webboot.iso') };
    // Of its own: its rows name this run's mirror.
    const out = join(folder, 'image');
    await buildStick(
      { ...defaultOptions, flavour: 'generic', out, append, extraFiles },
      { ...result, ...debian, isos: [], distros, size },
    );
    const floor = { usb: join(folder, 'floor.img'), isoOut: join(folder, 'floor.iso') };
    await packStick(await floorDirectory(folder, out), { ...floor, ...debian, isos: [] });
    const { bytes: demoBytes, sha256: demoDigest } = demo;
    return { ...result, floor, mirror, demoBytes, demoDigest, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Puts both ISOs on the mirror; the files that tell the image of them. */
async function publish(
  served: string,
  { mirror, key, demo }: { mirror: Mirror; key: DemoKey; demo: Publication },
): Promise<ImageOptions['extraFiles']> {
  const unsigned = join(served, 'unsigned.iso');
  await writeUnsigned(join(demo.directory, demo.fileName), unsigned);
  const rows = [
    { id: 'demo', name: 'Demo', iso: join(demo.directory, demo.fileName) },
    { id: 'unsigned', name: 'Unsigned', iso: unsigned },
  ];
  const own = '/etc/webboot/distros';
  const files: ImageOptions['extraFiles'][number][] = [];
  for (const { id, name, iso } of rows) {
    const publication = await publishDemo({ iso, directory: join(served, id), key });
    const row = demoRow(publication, { mirrorUrl: `${mirror.guestUrl}/${id}`, key });
    // The first mirror is this machine's, which builds the stick, the second the guest's.
    const variants = row.variants.map((variant) => ({
      ...variant,
      mirrors: [`${mirror.url}/${id}`, `${mirror.guestUrl}/${id}`],
    }));
    const source = join(served, `${id}.json`);
    await writeFile(source, JSON.stringify({ ...row, id, name, variants }));
    files.push({ source, path: `${own}/${id}.json` });
  }
  const publicKey = join(served, 'demo/demo-key.asc');
  return [...files, { source: publicKey, path: `${own}/keys/demo-key.asc` }];
}

/** A copy whose kernel has no signature any more: its PE header's certificate table is empty. */
async function writeUnsigned(iso: string, target: string): Promise<void> {
  const bytes = await readFile(iso);
  const kernel = await readFile(await extract(iso, '/live/vmlinuz', `${target}.kernel`));
  const at = bytes.indexOf(kernel.subarray(0, 64 << 10));
  const certificateTable = kernel.readUInt32LE(0x3c) + 24 + 112 + 8 * 4;
  bytes.fill(0, at + certificateTable, at + certificateTable + 8);
  await writeFile(target, bytes);
  await rm(`${target}.kernel`);
}

/** An image directory as packStick takes it, with busybox in place of webboot. */
async function floorDirectory(folder: string, image: string): Promise<string> {
  const directory = join(folder, 'floor');
  await mkdir(directory);
  for (const name of ['vmlinuz', 'manifest.json']) {
    await writeFile(join(directory, name), await readFile(join(image, name)));
  }
  await writeFloor(join(directory, 'initramfs.img'));
  return directory;
}
