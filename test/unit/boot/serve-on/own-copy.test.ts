import { execFileSync } from 'node:child_process';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { serveOnScript } from '../../../../src/boot/serve-on/script.ts';
import type { BootEvent } from '../../../../src/core/plan/boot-event.ts';
import { readBootRecord } from '../../../../src/formats/boot-record.ts';
import { parseRecordedImage } from '../../../../src/formats/recorded-image.ts';
import { readOwnFiles } from '../../../../src/linux/own-files.ts';
import { createNetwork } from '../../../../src/net/network.ts';
import { openOwnParts } from '../../../../src/serve/boot-files.ts';
import { mebibyte } from '../../../helpers/facts.ts';
import { makeOwnImage } from '../../../helpers/own-image.ts';
import { serveImage } from '../../../helpers/served-image.ts';
import { bootSigned } from '../../../helpers/signed-boot.ts';
import { signedRoom } from '../../../helpers/signed-room.ts';

const room = signedRoom({ mediumBytes: 64 * mebibyte });
beforeAll(async () => {
  await makeOwnImage(join(room.path, 'image'));
});

/** A boot whose live system is to serve its image; its device, as large as it gets it. */
async function bootToServe(): Promise<{ events: readonly BootEvent[]; deviceBytes: number }> {
  const facts = async () => ({ ...(await room.machine.facts()), ownFileBytes: 500_004 });
  const events = await bootSigned(room.iso, {
    machine: { ...room.machine, facts },
    network: createNetwork(),
    mirror: room.mirror.url,
    choice: { serveOn: true },
    ownFiles: () => readOwnFiles(join(room.path, 'image')),
  });
  const plan = events.findLast((event) => event.type === 'plan')?.plan;
  const deviceBytes = plan?.reservation.size ?? 0;
  await truncate(room.machine.medium, deviceBytes);
  return { events, deviceBytes };
}

async function recorded(deviceBytes: number) {
  const medium = await room.machine.openMedium(room.machine.medium);
  const text = readBootRecord(await medium.read(deviceBytes - 65_536, 65_536)) ?? '';
  const whole = await medium.read(0, deviceBytes);
  await medium.close();
  return { record: parseRecordedImage(text), whole: Buffer.from(whole) };
}

test("behind the image lie webboot's own files, which the boot record names, and what vouches for the image", async () => {
  const { deviceBytes } = await bootToServe();
  expect(room.machine.executed.count).toBe(1);
  const { record, whole } = await recorded(deviceBytes);
  const own = record?.own;
  if (own === undefined) throw new Error('the record names none');
  expect(own.usr.start % 4096).toBe(0);
  expect(own.usr.start).toBeGreaterThan(room.iso.bytes);
  const { start, bytes } = own.kernel;
  expect(whole.subarray(start, start + bytes).equals(Buffer.alloc(200_003, 'k'))).toBe(true);
  const behind = whole.subarray(own.kernelImage.start + own.kernelImage.bytes);
  // The rest of the device lies behind this one.
  expect(behind.subarray(0, 4096).toString('latin1')).toContain('images/demo.iso.SHA256SUMS.sign');
});

test('a server gives them to machines that start from it', async () => {
  const { deviceBytes } = await bootToServe();
  const own = (await recorded(deviceBytes)).record?.own;
  if (own === undefined) throw new Error('the record names none');
  const boot = await openOwnParts(room.machine.medium, own, {
    arch: 'x86_64',
    append: 'webboot.auto',
  });
  await using served = await serveImage({ boot });
  const get = async (name: string) =>
    Buffer.from(await (await fetch(`${served.url}/boot/${name}`)).arrayBuffer());
  expect((await get('vmlinuz')).equals(Buffer.alloc(200_003, 'k'))).toBe(true);
  const names = execFileSync('cpio', ['-it', '--quiet'], {
    input: await get('kernel.img'),
    encoding: 'utf8',
  });
  expect(names).toContain('webboot/vmlinuz');
  expect((await get('initramfs.img')).length).toBe(own.initramfs.bytes);
  expect((await get('boot.ipxe')).toString()).toContain('webboot.auto');
});

test('the person is told, and without the files of its own webboot boots all the same', async () => {
  const { events } = await bootToServe();
  const notes = events.flatMap((event) => (event.type === 'note' ? event.text : []));
  expect(notes).toContain('the live system can serve its image: sudo sh /run/webboot/serve');
  const plain = await bootSigned(room.iso, {
    ...{
      machine: room.machine,
      network: createNetwork(),
      mirror: room.mirror.url,
      choice: { serveOn: true },
    },
  });
  expect(plain.at(-1)).toMatchObject({ type: 'stage', stage: 'exec', state: 'end' });
});

test('the command is one that a shell can read, with each place in it', () => {
  const script = serveOnScript({
    device: '/dev/pmem0',
    usr: { start: 8192, bytes: 4096 },
    archives: [
      { start: 12_288, bytes: 700 },
      { start: 13_000, bytes: 512 },
    ],
  });
  expect(() => execFileSync('sh', ['-n'], { input: script })).not.toThrow();
  expect(script).toContain('offset=8192,sizelimit=4096 $device');
  expect(script).toContain('for span in 12288,700 13000,512; do');
});
