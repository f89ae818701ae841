import { copyFile, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BootEvent } from '../../../src/core/plan/boot-event.ts';
import type { BootChoice } from '../../../src/core/plan/boot-plan.ts';
import { copyImage } from '../../../src/linux/copy-image.ts';
import { readLocalFile } from '../../../src/linux/image-store.ts';
import { createNetwork } from '../../../src/net/network.ts';
import { mebibyte } from '../../helpers/facts.ts';
import { type Fault, startFaultServer } from '../../helpers/fault-server.ts';
import { scratchDirectory } from '../../helpers/isos.ts';
import { type RecordedMachine, recordedMachine } from '../../helpers/recorded-machine.ts';
import { bootSigned } from '../../helpers/signed-boot.ts';
import { makeSignedIso, type SignedIso } from '../../helpers/signed-iso.ts';

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let iso: SignedIso;
let folder: string;
let machine: RecordedMachine;

beforeAll(async () => {
  scratch = await scratchDirectory();
  iso = await makeSignedIso(scratch.path);
});
afterAll(() => scratch.remove());
beforeEach(async () => {
  folder = join(scratch.path, 'Images');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await copyFile(join(iso.directory, 'demo.iso'), join(folder, 'demo.iso'));
  machine = await recordedMachine({ mediumBytes: 16 * mebibyte });
  return () => machine.remove();
});

async function keepSignature(): Promise<void> {
  for (const name of ['SHA256SUMS', 'SHA256SUMS.sign']) {
    await copyFile(join(iso.directory, name), join(folder, `demo.iso.${name}`));
  }
}

/** A boot of Images/demo.iso where no server answers: nothing listens on that port. */
function boot(
  choice: BootChoice = {},
  mirror = 'http://127.0.0.1:1',
): Promise<readonly BootEvent[]> {
  return bootSigned(iso, {
    machine: { ...machine, copyImage },
    network: createNetwork({ limits: { attempts: 1, headersMs: 3000 } }),
    mirror,
    query: join(folder, 'demo.iso'),
    choice,
    readLocal: readLocalFile,
  });
}

const trustOf = (events: readonly BootEvent[]) =>
  events.find((event) => event.type === 'trust')?.trust;
const failureOf = (events: readonly BootEvent[]) =>
  events.find((event) => event.type === 'failed')?.failure;

describe('an image on a stick, without a network', () => {
  it('boots as signed when its signature was kept with it', async () => {
    await keepSignature();
    const events = await boot();
    expect(failureOf(events)).toBeUndefined();
    expect(trustOf(events)).toMatchObject({
      kind: 'signed',
      fingerprint: iso.key.fingerprint,
    });
    expect(machine.executed.count).toBe(1);
    const medium = (await readFile(machine.medium)).subarray(0, iso.bytes);
    expect(medium.equals(await readFile(join(folder, 'demo.iso')))).toBe(true);
  });

  it('does not boot when one of its bytes has changed', async () => {
    await keepSignature();
    const file = await open(join(folder, 'demo.iso'), 'r+');
    await file.write(Buffer.from([0x5a, 0xa5]), 0, 2, iso.kernelOffset + 77);
    await file.close();
    expect(failureOf(await boot())).toMatchObject({ code: 'digest-wrong', stage: 'verify' });
    expect(machine.executed.count).toBe(0);
  });

  it('does not boot when its kept digests are not the ones that were signed', async () => {
    await keepSignature();
    await writeFile(join(folder, 'demo.iso.SHA256SUMS'), `${'ab'.repeat(32)}  demo.iso\n`);
    expect(failureOf(await boot())).toMatchObject({ code: 'signature-wrong' });
  });

  it('does not boot without a signature, unless the person says so', async () => {
    expect(failureOf(await boot())).toMatchObject({ code: 'unverified-image' });
    expect(machine.executed.count).toBe(0);
    const events = await boot({ acceptUnverified: 'demo/live' });
    expect(trustOf(events)).toMatchObject({ kind: 'unverified' });
    expect(machine.executed.count).toBe(1);
  });

  it.each<[string, Fault]>([
    ['cuts every connection', { kind: 'refuse' }],
    ['cuts every answer', { kind: 'cut', after: 3 }],
    ['answers in something else than HTTP', { kind: 'garbage' }],
    ['compresses what it sends', { kind: 'gzip' }],
    ['has no such file', { kind: 'status', status: 404 }],
    ['is busy', { kind: 'status', status: 503 }],
    ['redirects in a circle', { kind: 'redirect', location: '/image.iso' }],
  ])('boots by choice when the server of its signature %s', async (_what, fault) => {
    const server = await startFaultServer({ bytes: new Uint8Array(1000), fault: () => fault });
    const { origin } = new URL(server.url);
    expect(failureOf(await boot({}, origin))).toMatchObject({ code: 'unverified-image' });
    expect(machine.executed.count).toBe(0);
    const events = await boot({ acceptUnverified: 'demo/live' }, origin);
    expect(trustOf(events)).toMatchObject({ kind: 'unverified' });
    expect(machine.executed.count).toBe(1);
    await server.close();
  });
});
