import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ArrivingImage, arrivingImage } from '../../../../src/boot/arriving/arriving-image.ts';
import { stageFiles } from '../../../../src/boot/arriving/staged-files.ts';
import { openTargetImages } from '../../../../src/boot/kexec/target-images.ts';
import { openIso } from '../../../../src/formats/iso9660/open-iso.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { makeIso, scratchDirectory } from '../../../helpers/isos.ts';
import { type RecordedMachine, recordedMachine } from '../../../helpers/recorded-machine.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';

const kernel = Buffer.concat([tinyBzimage(), randomBytes(100_000)]);
const initrd = randomBytes(2_000_003);
const target = { kernel: '/live/vmlinuz', initrds: ['/live/initrd.img'] } as const;
const graft = randomBytes(100_000);
const { signal } = new AbortController();

let machine: RecordedMachine;
let bytes: Uint8Array;
let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let arriving: ArrivingImage;

beforeAll(async () => {
  scratch = await scratchDirectory();
  const spec = { 'live/vmlinuz': kernel, 'live/initrd.img': initrd, 'live/other': randomBytes(9) };
  const order = { tool: 'xorriso', name: 'staged', options: ['-R'], spec } as const;
  bytes = await readFile(await makeIso(scratch.path, order));
});

afterAll(() => scratch.remove());

beforeEach(async () => {
  machine = await recordedMachine({ mediumBytes: bytes.length });
  arriving = arrivingImage({ device: machine.medium, bytes: bytes.length }, { machine, signal });
});

afterEach(async () => {
  await arriving.stop();
  await machine.remove();
});

function stage(planned: Parameters<typeof stageFiles>[1] = target) {
  return stageFiles(arriving, planned, machine);
}

async function arrive() {
  await writeFile(machine.medium, bytes);
  arriving.onFront(bytes.length);
}

async function filesOf(staged: ReturnType<typeof stage>, front: Uint8Array | undefined) {
  const images = await openTargetImages(target, await openIso(memoryAccess(bytes)));
  const access = front === undefined ? undefined : memoryAccess(front);
  const files = await staged.files(target, images, access, signal);
  return { kernel: await readFile(files.kernel), initrd: await readFile(files.initrd ?? '') };
}

const padded = Buffer.concat([initrd, Buffer.alloc(1)]);

describe('the files that kexec is given', () => {
  it('are there when the image is, with room for a graft', async () => {
    const staged = stage();
    await arrive();
    const files = await filesOf(staged, graft);
    expect(files.kernel).toEqual(kernel);
    expect(files.initrd.subarray(0, graft.length)).toEqual(graft);
    expect(files.initrd.length % 4).toBe(0);
    const rest = files.initrd.subarray(graft.length);
    expect(rest.subarray(-padded.length)).toEqual(padded);
    expect(rest.subarray(0, -padded.length).every((byte) => byte === 0)).toBe(true);
  });

  it.each([
    ['nothing is grafted', undefined],
    ['the graft is larger than the room', randomBytes(5 << 20)],
  ])('have no zeros in front of the initrd where %s', async (_, front) => {
    const staged = stage();
    await arrive();
    const { initrd: file } = await filesOf(staged, front);
    expect(file).toEqual(Buffer.concat([front ?? Buffer.alloc(0), padded]));
  });

  it.each([
    ['another entry is booted than was planned', { ...target, kernel: '/live/other' }, arrive],
    ['the planned entry is not in the image', { ...target, kernel: '/live/none' }, arrive],
    ['nothing came in, and all is there', target, () => arriving.stop()],
    [
      'the download began anew',
      target,
      async () => {
        arriving.onFront(40_000);
        await new Promise((resolve) => setTimeout(resolve, 20));
        arriving.onFront(0);
        await arrive();
      },
    ],
  ])('are those of the verified image where %s', async (_, planned, come) => {
    const staged = stage(planned);
    await come();
    const files = await filesOf(staged, graft);
    expect(files).toEqual({ kernel, initrd: Buffer.concat([graft, padded]) });
    const images = await openTargetImages(target, await openIso(memoryAccess(bytes)));
    expect(await staged.kernel(target, images)).toMatchObject({
      kind: 'kernel',
      kernel: { kernelBytes: kernel.length },
    });
  });

  it('are those of what was sent last, where the download began anew when all was copied', async () => {
    const staged = stage();
    const sent = bytes;
    // Another server's kernel and initrd behind the same names.
    const other = Buffer.from(sent);
    for (const file of [kernel.subarray(1024), initrd]) {
      const start = other.indexOf(file);
      other.fill(0xee, start, start + 9000);
    }
    bytes = other;
    await arrive();
    await staged.kernel(target, await openTargetImages(target, await openIso(memoryAccess(bytes))));
    expect(staged.heldBytes()).toBeGreaterThan(initrd.length);
    arriving.onFront(0);
    bytes = sent;
    await arrive();
    const files = await filesOf(staged, graft);
    expect(files).toEqual({ kernel, initrd: Buffer.concat([graft, padded]) });
  });

  it('are gone when the boot is given up', async () => {
    const staged = stage();
    await arrive();
    const images = await openTargetImages(target, await openIso(memoryAccess(bytes)));
    const files = await staged.files(target, images, memoryAccess(graft), signal);
    await staged.discard();
    await expect(readFile(files.kernel)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readFile(files.initrd ?? '')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
