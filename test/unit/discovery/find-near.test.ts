import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import { encode } from 'dns-packet';
import { expect, test } from 'vitest';
import { nearService, nearSubtype } from '../../../src/core/network/near-service.ts';
import { announce } from '../../../src/discovery/announce.ts';
import { findNear } from '../../../src/discovery/find-near.ts';
import { digestOf } from '../../helpers/served-image.ts';

const loopback = ['127.0.0.1'];
const here = { addresses: () => loopback };
const { signal } = new AbortController();
const first = digestOf(new Uint8Array([1]), 'sha512');
const second = digestOf(new Uint8Array([2]));
const port = 20_000 + Math.floor(Math.random() * 10_000);

function mine(found: Awaited<ReturnType<typeof findNear>>) {
  return found.filter(({ url }) => url === `http://127.0.0.1:${port}`);
}

test('a machine is found by the digest of an image that it has, and by no other', async () => {
  const announcement = announce({ hostName: 'desk.example', port, digests: [first] }, here);
  try {
    const [by, others, any] = await Promise.all([
      findNear(first, { signal }, loopback),
      findNear(second, { signal }, loopback),
      findNear(undefined, { signal }, loopback),
    ]);
    expect(mine(by)).toEqual([{ name: `desk-example-${port}`, url: `http://127.0.0.1:${port}` }]);
    expect(mine(others)).toEqual([]);
    expect(mine(any)).toHaveLength(1);
  } finally {
    await announcement.stop();
  }
  expect(mine(await findNear(first, { signal }, loopback))).toEqual([]);
});

test('a machine is found on a network that it joined later, and not on one that it left', async () => {
  let addresses: readonly string[] = [];
  const announcement = announce(
    { hostName: 'desk', port, digests: [second] },
    { addresses: () => addresses, everyMs: 20 },
  );
  const found = async () => mine(await findNear(second, { signal }, loopback)).length;
  try {
    expect(await found()).toBe(0);
    addresses = loopback;
    await expect.poll(found, { timeout: 20_000 }).toBe(1);
    addresses = [];
    await expect.poll(found, { timeout: 20_000 }).toBe(0);
  } finally {
    await announcement.stop();
  }
});

test('the only machine is waited for, if it answers late', async () => {
  const third = digestOf(new Uint8Array([3]));
  const search = findNear(third, { signal, mostMs: 60_000 }, loopback);
  await sleep(1_000);
  const announcement = announce({ hostName: 'desk', port, digests: [third] }, here);
  try {
    expect(mine(await search)).toHaveLength(1);
  } finally {
    await announcement.stop();
  }
});

test('hundreds of forged answers do not hide a machine, and are bounded', async () => {
  const announcement = announce({ hostName: 'desk', port, digests: [second] }, here);
  const forger = createSocket('udp4');
  await new Promise<void>((resolve) => forger.bind(0, '127.0.0.2', resolve));
  forger.setMulticastInterface('127.0.0.1');
  let sent = 0;
  const sending = setInterval(() => {
    for (let burst = 0; burst < 20; burst += 1) {
      sent += 1;
      const instance = `forged-${sent}.${nearService}`;
      const packet = encode({
        type: 'response',
        answers: [
          { type: 'PTR', name: nearSubtype(second), ttl: 120, data: instance },
          { type: 'SRV', name: instance, ttl: 120, data: { target: 'x.local', port: 1000 + sent } },
        ],
      });
      forger.send(packet, 5353, '224.0.0.251', () => {});
    }
  }, 2);
  try {
    const found = await findNear(second, { signal }, loopback);
    expect(sent).toBeGreaterThan(300);
    expect(mine(found)).toHaveLength(1);
    const forged = found.filter(({ url }) => url.startsWith('http://127.0.0.2:'));
    expect(forged.length).toBeGreaterThan(0);
    expect(forged.length).toBeLessThanOrEqual(8);
  } finally {
    clearInterval(sending);
    forger.close();
    await announcement.stop();
  }
});

test('noise on the port of mDNS ends nothing', async () => {
  const announcement = announce({ hostName: 'desk', port, digests: [second] }, here);
  const noise = createSocket('udp4');
  const sending = setInterval(() => {
    for (const length of [0, 1, 12, 40, 500]) {
      const packet = Buffer.alloc(length, 0xc0);
      if (length > 3) packet[2] = 0x84;
      noise.send(packet, 5353, '224.0.0.251', () => {});
      noise.send(packet, 5353, '127.0.0.1', () => {});
    }
  }, 5);
  try {
    expect(mine(await findNear(second, { signal }, loopback))).toHaveLength(1);
  } finally {
    clearInterval(sending);
    noise.close();
    await announcement.stop();
  }
});

test('whoever is not waited for any more is left', async () => {
  const cancel = new AbortController();
  const finding = findNear(first, { signal: cancel.signal }, loopback);
  cancel.abort();
  await expect(finding).rejects.toThrow();
});
