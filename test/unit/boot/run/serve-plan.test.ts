import { expect, test } from 'vitest';
import type { OfferMedium } from '../../../../src/boot/run/offer-medium.ts';
import { runBoot } from '../../../../src/boot/run/run-boot.ts';
import type { BootEvent } from '../../../../src/core/plan/boot-event.ts';
import { createNetwork } from '../../../../src/net/network.ts';
import { mebibyte } from '../../../helpers/facts.ts';
import { bootSigned, signedSession } from '../../../helpers/signed-boot.ts';
import { signedRoom } from '../../../helpers/signed-room.ts';

const room = signedRoom({ mediumBytes: 16 * mebibyte });

const report = { addresses: ['http://10.0.0.5:8080/'], bytesOut: 7, taking: [] };

/** Remembers what it was given, reports once, and goes on until it is to end. */
function recordedOffer() {
  const offered: Parameters<OfferMedium>[0][] = [];
  const offer: OfferMedium = async (image, { signal, onChange }) => {
    offered.push(image);
    onChange(report);
    await new Promise<void>((done) => signal.addEventListener('abort', () => done()));
  };
  return { offered, offer };
}

const network = () =>
  createNetwork({ limits: { idleMs: 1000, headersMs: 1000, attempts: 2, backoffMs: 10 } });

test('an image that is to be served is verified, given to others until a person ends it, and not started', async () => {
  const { offered, offer } = recordedOffer();
  const session = signedSession(room.iso, {
    machine: room.machine,
    network: network(),
    mirror: room.mirror.url,
    offer,
  });
  const ending = new AbortController();
  const events: BootEvent[] = [];
  for await (const event of runBoot(session, 'demo', { serve: true }, { signal: ending.signal })) {
    events.push(event);
    if (event.type === 'serving') ending.abort();
  }
  const begun = events.flatMap((event) =>
    event.type === 'stage' && event.state === 'begin' ? event.stage : [],
  );
  expect(begun).toEqual(['select', 'peek', 'reserve', 'acquire', 'verify']);
  expect(events.find(({ type }) => type === 'trust')).toMatchObject({ trust: { kind: 'signed' } });
  expect(offered).toMatchObject([
    { source: { id: 'demo/live' }, medium: { bytes: room.iso.bytes } },
  ]);
  expect(events.find(({ type }) => type === 'serving')).toMatchObject({ serving: report });
  expect(events.at(-1)).toMatchObject({ type: 'failed', failure: { code: 'cancelled' } });
  expect(room.machine.loaded).toEqual([]);
});

test('an image that was served is booted from memory afterwards', async () => {
  const { offer } = recordedOffer();
  const session = signedSession(room.iso, {
    machine: room.machine,
    network: network(),
    mirror: room.mirror.url,
    offer,
  });
  const ending = new AbortController();
  let inMemory = '';
  for await (const event of runBoot(session, 'demo', { serve: true }, { signal: ending.signal })) {
    if (event.type !== 'serving') continue;
    inMemory = event.inMemory;
    ending.abort();
  }
  const peek = await session.peek(await session.select('demo'));
  const stages: string[] = [];
  for await (const event of session.execute(session.plan({ ...peek, inMemory }, {}))) {
    if (event.type === 'stage' && event.state === 'begin') stages.push(event.stage);
  }
  expect(stages).toEqual(['reserve', 'extract', 'load', 'exec']);
});

test('an image with a wrong byte is given to nobody', async () => {
  const { offered, offer } = recordedOffer();
  room.mirror.setFault({ kind: 'flip', path: '/demo.iso', offset: room.iso.kernelOffset + 1000 });
  const given = { machine: room.machine, network: network(), mirror: room.mirror.url, offer };
  const events = await bootSigned(room.iso, { ...given, choice: { serve: true } });
  expect(events.at(-1)).toMatchObject({ type: 'failed', failure: { code: 'digest-wrong' } });
  expect(offered).toEqual([]);
});

test('an image that nobody vouches for is given to nobody, whatever was accepted', async () => {
  const { offered, offer } = recordedOffer();
  const query = `${room.mirror.url}/demo.iso`;
  const given = {
    machine: room.machine,
    network: network(),
    mirror: room.mirror.url,
    offer,
    query,
  };
  for (const accepted of [{}, { acceptUnverified: query }]) {
    const events = await bootSigned(room.iso, { ...given, choice: { serve: true, ...accepted } });
    expect(events.at(-1)).toMatchObject({ failure: { code: 'unverified-image' } });
  }
  expect(offered).toEqual([]);
});

test('an image that cannot be started here is given to others all the same', async () => {
  const { offered, offer } = recordedOffer();
  const locked = {
    ...room.machine,
    facts: async () => {
      const facts = await room.machine.facts();
      return { ...facts, kexec: { ...facts.kexec, loadDisabled: true } };
    },
  };
  const session = signedSession(room.iso, {
    ...{ machine: locked, network: network(), mirror: room.mirror.url, offer },
  });
  const ending = new AbortController();
  for await (const event of runBoot(session, 'demo', { serve: true }, { signal: ending.signal })) {
    if (event.type === 'serving') ending.abort();
  }
  expect(offered).toHaveLength(1);
});
