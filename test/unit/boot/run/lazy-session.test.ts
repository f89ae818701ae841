import { expect, it } from 'vitest';
import { lazySession } from '../../../../src/boot/run/lazy-session.ts';
import { createFakeSession } from '../../../helpers/fake-session.ts';

function sessionThatLoads(online: () => Promise<void>) {
  const loads: string[] = [];
  const load = async () => {
    loads.push('loaded');
    return createFakeSession();
  };
  return { session: lazySession([], load, online), loads };
}

it('loads nothing for a newer catalogue before there is a network', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { session, loads } = sessionThatLoads(() => promise);
  const newer = session.newer?.();
  await new Promise((turn) => setImmediate(turn));
  expect(loads).toEqual([]);
  resolve();
  await newer;
  expect(loads).toEqual(['loaded']);
});

it('leaves it to the catalogue to say what is in the way of the network', async () => {
  const { session, loads } = sessionThatLoads(() => Promise.reject(new Error('no cable')));
  expect(await session.newer?.()).toMatchObject({ note: expect.any(String) });
  expect(loads).toEqual(['loaded']);
});

it('loads at once when an image is chosen', async () => {
  const { session, loads } = sessionThatLoads(() => new Promise(() => {}));
  await session.select('debian/standard');
  expect(loads).toEqual(['loaded']);
});
