import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runBoot } from '../../../src/boot/run/run-boot.ts';
import { eventText } from '../../../src/cli/event-text.ts';
import type { CliIo } from '../../../src/cli/io.ts';
import { printEvents } from '../../../src/cli/print-events.ts';
import { createNetwork } from '../../../src/net/network.ts';
import { mebibyte } from '../../helpers/facts.ts';
import { type Fault, type FaultServer, startFaultServer } from '../../helpers/fault-server.ts';
import { scratchDirectory } from '../../helpers/isos.ts';
import { type RecordedMachine, recordedMachine } from '../../helpers/recorded-machine.ts';
import { signedSession } from '../../helpers/signed-boot.ts';
import { makeSignedIso, type SignedIso } from '../../helpers/signed-iso.ts';

const secrets = /s3cret|T0KEN|S1GNED|me:/;
let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let iso: SignedIso;
let server: FaultServer;
let fault: Fault;
let machine: RecordedMachine;
const records: string[] = [];

beforeAll(async () => {
  scratch = await scratchDirectory();
  iso = await makeSignedIso(scratch.path);
});
afterAll(() => scratch.remove());
beforeEach(async () => {
  fault = { kind: 'none' };
  const bytes = await readFile(`${iso.directory}/demo.iso`);
  server = await startFaultServer({ bytes, fault: () => fault });
  machine = await recordedMachine({ mediumBytes: 16 * mebibyte });
  records.length = 0;
});
afterEach(async () => {
  await server.close();
  await machine.remove();
});

/** What a boot of the server's image by an address full of secrets prints. */
async function boot({ json = false, append = '' } = {}) {
  const address = `${server.url.replace('://', '://me:s3cret@%C3%B6@')}?token=T0KEN&sig=S1GNED`;
  const session = signedSession(iso, {
    machine: { ...machine, saveRecord: async (text) => void records.push(text) },
    network: createNetwork({ limits: { attempts: 1, headersMs: 3000, idleMs: 3000 } }),
    mirror: new URL(server.url).origin,
  });
  let printed = '';
  const io: CliIo = {
    stdout: (text) => {
      printed += text;
    },
    stderr: (text) => {
      printed += text;
    },
    env: {},
    signal: new AbortController().signal,
  };
  const choice = { acceptUnverified: 'url', append };
  const status = await printEvents(runBoot(session, address, choice, io), io, {
    json,
    textOf: eventText,
  });
  return { status, printed };
}

describe('an address with a password, a token and a signature in it', () => {
  it.each([true, false])('is booted, and no event shows them (JSON: %s)', async (json) => {
    const { status, printed } = await boot({ json, append: 'inst.password=s3cret' });
    expect(status).toBe(0);
    expect(machine.executed.count).toBe(1);
    expect(server.requests.every(({ authorization }) => authorization !== undefined)).toBe(true);
    expect(server.requests.every(({ path }) => path.includes('token=T0KEN'))).toBe(true);
    expect(printed).toContain(new URL(server.url).host);
    expect(printed).toContain('[hidden]');
    expect(printed).not.toMatch(secrets);
    if (json) for (const line of printed.trim().split('\n')) JSON.parse(line);
  });

  it('leaves none of them in the record of the boot', async () => {
    await boot({ append: 'inst.password=s3cret' });
    expect(records.join()).toContain(new URL(server.url).host);
    expect(records.join()).not.toMatch(secrets);
    const medium = (await readFile(machine.medium)).toString('latin1');
    expect(medium.slice(iso.bytes)).not.toMatch(secrets);
    expect(machine.loaded[0]?.cmdline).toContain('inst.password=s3cret');
  });

  it.each<Fault>([
    { kind: 'status', status: 401 },
    { kind: 'refuse' },
    { kind: 'ignore-range' },
    { kind: 'redirect', location: '/image.iso?token=T0KEN' },
    { kind: 'gzip' },
  ])('is in no failure: %j', async (given) => {
    fault = given;
    for (const json of [true, false]) {
      const { status, printed } = await boot({ json });
      expect(status).toBeGreaterThan(0);
      expect(printed).not.toMatch(secrets);
    }
  });
});
