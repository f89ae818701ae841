import { expect, test } from 'vitest';
import { lazyRemote } from '../../../src/app/remote-menu.ts';
import type { RemotePanel, RemoteSnapshot } from '../../../src/menu/model/remote.ts';

function fakePanel(): RemotePanel {
  let snapshot: RemoteSnapshot = { kind: 'off' };
  return {
    snapshot: () => snapshot,
    subscribe: () => () => {},
    async start() {
      snapshot = { kind: 'waiting', code: '123456', addresses: [] };
    },
    async stop() {
      snapshot = { kind: 'off' };
    },
  };
}

test('ending the menu on another screen while its parts are loaded ends it', async () => {
  const loaded = Promise.withResolvers<RemotePanel>();
  const remote = lazyRemote(() => loaded.promise);
  const starting = remote.start({ encrypted: true });
  const stopping = remote.stop();
  loaded.resolve(fakePanel());
  await Promise.all([starting, stopping]);
  expect(remote.snapshot()).toEqual({ kind: 'off' });
});

test('ending it before anybody started it loads nothing', async () => {
  let loads = 0;
  const remote = lazyRemote(async () => {
    loads += 1;
    return fakePanel();
  });
  await remote.stop();
  expect(loads).toBe(0);
});
