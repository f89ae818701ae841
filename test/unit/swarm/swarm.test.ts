import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { flipped, startHostilePeer } from '../../helpers/hostile-peer.ts';
import {
  hashesOf,
  openTestSwarm,
  type TestMachine,
  type TestSwarm,
  testOrigin,
} from '../../helpers/swarm.ts';

const size = 12 * 1024 * 1024 + 777;

async function expectAll(swarm: TestSwarm, machines: readonly TestMachine[]) {
  await Promise.all(machines.map(({ done }) => done));
  for (const machine of machines) {
    expect(Buffer.compare(await machine.content(), swarm.bytes)).toBe(0);
  }
}

function join(swarm: TestSwarm, count: number, options = {}): Promise<readonly TestMachine[]> {
  return Promise.all(Array.from({ length: count }, () => swarm.join(options)));
}

test('a machine that is alone takes everything from the origin, once', async () => {
  await using swarm = await openTestSwarm(randomBytes(size));
  await expectAll(swarm, [await swarm.join()]);
  expect(swarm.origin.given).toBe(size);
});

test('four machines that start together take hardly more than one file from the origin', async () => {
  await using swarm = await openTestSwarm(randomBytes(size), 5);
  await expectAll(swarm, await join(swarm, 4));
  expect(swarm.origin.given).toBeLessThan(size * 1.2);
  expect(swarm.notes).toEqual([]);
});

test('a machine that comes later takes what is there from the others', async () => {
  await using swarm = await openTestSwarm(randomBytes(size));
  await expectAll(swarm, await join(swarm, 2));
  const given = swarm.origin.given;
  await expectAll(swarm, [await swarm.join()]);
  expect(swarm.origin.given).toBe(given);
});

test('four machines that come later share what they take from the one that has it', async () => {
  await using swarm = await openTestSwarm(randomBytes(size));
  const first = await swarm.join();
  await first.done;
  await expectAll(swarm, await join(swarm, 4));
  expect(swarm.origin.given).toBe(size);
  // Four files without that. On a busy machine they begin before they know each other.
  expect(first.bytesOut).toBeLessThan(size * 2.5);
});

test('when the origin is gone, machines that have it are enough', async () => {
  await using swarm = await openTestSwarm(randomBytes(size));
  await expectAll(swarm, [await swarm.join()]);
  swarm.origin.dead = true;
  await expectAll(swarm, await join(swarm, 2));
});

test('when the origin is gone and nobody has the rest, the download fails with the reason', async () => {
  await using swarm = await openTestSwarm(randomBytes(size), 20);
  const machines = await join(swarm, 3, { outageMs: 3_000 });
  await sleep(1_500);
  swarm.origin.dead = true;
  for (const { done } of machines) {
    await expect(done).rejects.toMatchObject({ code: 'all-mirrors-failed' });
  }
});

test('when a machine goes, the others take its part over', async () => {
  await using swarm = await openTestSwarm(randomBytes(size), 10);
  const [gone, ...rest] = await join(swarm, 4);
  await sleep(1_200);
  await gone?.leave();
  await expectAll(swarm, rest);
  expect(swarm.origin.given).toBeLessThan(size * 1.4);
});

test.each([
  ['with hashes at hand', true],
  ['without any hash', false],
])('a machine that flips a bit of each block is dropped by name, %s', async (_, hashed) => {
  await using swarm = await openTestSwarm(randomBytes(size), 5);
  await using liar = await startHostilePeer(swarm.bytes, (_request, right) => flipped(right));
  swarm.introduce(liar);
  const hashes = hashed ? hashesOf(swarm.bytes) : undefined;
  await expectAll(swarm, await join(swarm, 3, { hashes }));
  expect(swarm.notes.join()).toContain(`127.0.0.1:${liar.port} was dropped`);
  expect(swarm.origin.given).toBeLessThan(size * 1.3);
});

test('a machine that claims to have everything and sends nothing holds nobody up', async () => {
  await using swarm = await openTestSwarm(randomBytes(size));
  await using idler = await startHostilePeer(swarm.bytes, () => undefined);
  swarm.introduce(idler);
  await expectAll(swarm, await join(swarm, 2));
  expect(idler.asked).toBeGreaterThan(0);
  expect(swarm.origin.given).toBeLessThan(size * 1.3);
});

test.each([
  ['with hashes at hand', true],
  ['without any hash', false],
])('a machine that gives another file under the right name is dropped, %s', async (_, hashed) => {
  await using swarm = await openTestSwarm(randomBytes(size), 5);
  await using other = await startHostilePeer(randomBytes(size), (_request, its) => its);
  swarm.introduce(other);
  const hashes = hashed ? hashesOf(swarm.bytes) : undefined;
  await expectAll(swarm, await join(swarm, 2, { hashes }));
  expect(swarm.notes.join()).toContain(`127.0.0.1:${other.port} was dropped`);
  expect(swarm.origin.given).toBeLessThan(size * 1.3);
});

test('machines with two versions of an image give each other nothing', async () => {
  await using old = await openTestSwarm(randomBytes(size));
  await using recent = await openTestSwarm(randomBytes(size));
  const first = await old.join();
  await first.done;
  recent.introduce({ address: '127.0.0.1', port: first.port });
  await expectAll(recent, await join(recent, 2));
  expect(first.bytesOut).toBe(0);
  expect(recent.notes).toEqual([]);
});

test('a machine that does not fetch its part from the origin is passed over', async () => {
  await using swarm = await openTestSwarm(randomBytes(size));
  const hanging = {
    read: (_start: number, _end: number, { signal }: { signal: AbortSignal }) =>
      new Promise<void>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      ),
    sample: swarm.origin.sample,
  };
  const [slow, ...rest] = [await swarm.join({ origin: hanging }), ...(await join(swarm, 2))];
  await expectAll(swarm, [slow, ...rest]);
  expect(swarm.origin.given).toBeLessThan(size * 1.2);
});

test('a machine with a slow line holds nobody up', async () => {
  await using swarm = await openTestSwarm(randomBytes(size));
  const line = testOrigin(swarm.bytes, 500);
  const slow = await swarm.join({ origin: line });
  const rest = await join(swarm, 2);
  await expectAll(swarm, rest);
  // Its part is a third of the file.
  expect(line.given).toBeLessThan(size / 4);
  await expectAll(swarm, [slow]);
  expect(swarm.origin.given + line.given).toBeLessThan(size * 1.5);
});

test('a torrent that is of another image is not used any more, and bans nobody', async () => {
  await using swarm = await openTestSwarm(randomBytes(size), 5);
  const hashes = hashesOf(randomBytes(size));
  await expectAll(swarm, [...(await join(swarm, 2)), ...(await join(swarm, 2, { hashes }))]);
  expect(swarm.notes.join()).toContain('The torrent is not of this image');
  expect(swarm.notes.join()).not.toContain('was dropped');
  expect(swarm.origin.given).toBeLessThan(size * 1.3);
});

test.each<[string, Uint8Array]>([
  ['a message of 4 GiB', Buffer.from([255, 255, 255, 255, 7])],
  ['a piece that does not exist', Buffer.from([0, 0, 0, 5, 4, 0, 255, 255, 255])],
  ['a bit field of another file', Buffer.from([0, 0, 0, 2, 5, 255])],
  ['a request for nothing', Buffer.from([0, 0, 0, 13, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
])('a machine that sends %s is dropped', async (_, greeting) => {
  await using swarm = await openTestSwarm(randomBytes(1_000_000));
  await using hostile = await startHostilePeer(swarm.bytes, () => undefined, {
    greeting: [greeting],
  });
  swarm.introduce(hostile);
  await expectAll(swarm, [await swarm.join()]);
  expect(swarm.notes.join()).toContain(`127.0.0.1:${hostile.port} was dropped`);
});
