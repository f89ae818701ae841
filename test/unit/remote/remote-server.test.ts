import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { expect, test, vi } from 'vitest';
import { topOf } from '../../../src/menu/model/outcome.ts';
import type { Store } from '../../../src/menu/store.ts';
import { createRemote } from '../../../src/remote/create-remote.ts';
import {
  ask,
  firstView,
  pair,
  type RemoteMenu,
  startRemoteMenu,
} from '../../helpers/remote-menu.ts';

const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000');
const screenOf = (menu: RemoteMenu) => topOf(menu.store.state()).kind;

async function choose(menu: RemoteMenu, headers: { readonly cookie: string }, name: string) {
  const view = await firstView(menu, headers);
  const { row, key } = view.rows.find((one) => one.name.includes(name)) ?? { row: -1, key: '' };
  const body = { screen: view.screen, verbs: [{ verb: 'choose', at: { row, key } }] };
  return ask(menu, '/verbs', { body, headers });
}

test('what is chosen on the page is seen on the console, and the other way round', async () => {
  await using menu = await startRemoteMenu();
  const headers = await pair(menu);
  expect((await choose(menu, headers, 'Debian Live')).status).toBe(204);
  await vi.waitFor(() => expect(menu.console.frame()).toContain('webboot: Debian Live'));
  menu.console.press('\x1b[19~');
  await vi.waitFor(() => expect(screenOf(menu)).toBe('shell'));
  expect((await firstView(menu, headers)).kind).toBe('shell');
  expect(menu.shells).toEqual([]);
});

test('the code is for one browser: the second one is refused, and sees nothing', async () => {
  await using menu = await startRemoteMenu();
  const code = menu.code();
  await pair(menu);
  const second = await ask(menu, '/pair', { body: { code } });
  expect([second.status, JSON.parse(second.text)]).toEqual([403, { state: 'taken' }]);
  expect((await ask(menu, '/events')).status).toBe(401);
  expect((await ask(menu, '/log.txt')).status).toBe(401);
  expect((await ask(menu, '/verbs', { body: { screen: '', verbs: [] } })).status).toBe(401);
  expect(JSON.parse((await ask(menu, '/session')).text)).toMatchObject({ state: 'taken' });
  expect(menu.console.frame()).not.toContain(code);
});

test('five wrong codes end it: nothing listens any more, and the console says so', async () => {
  await using menu = await startRemoteMenu();
  menu.console.press('\x1b[20~');
  await vi.waitFor(() => expect(menu.console.frame()).toContain('Code: '));
  const [host = '', port = ''] = menu.host().split(':');
  const code = wrongFor(menu.code());
  for (let at = 0; at < 5; at += 1) await ask(menu, '/pair', { body: { code } });
  await vi.waitFor(() => expect(menu.console.frame()).toContain('Five codes were wrong'));
  await vi.waitFor(async () => {
    const socket = connectTcp(Number(port), host);
    const refused = once(socket, 'error').then(([error]) => (error as NodeJS.ErrnoException).code);
    expect(await refused).toBe('ECONNREFUSED');
  });
});

test('cross-site requests count for nothing: no code is used up, and nothing is chosen', async () => {
  await using menu = await startRemoteMenu();
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  for (let at = 0; at < 9; at += 1) {
    const reply = await ask(menu, '/pair', { body: { code: '000000' }, headers: evil });
    expect(reply.status).toBe(403);
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  }
  const mine = await pair(menu);
  const view = await firstView(menu, mine);
  const body = { screen: view.screen, verbs: [{ verb: 'choose', at: view.rows[0] }] };
  for (const headers of [
    { ...mine, ...evil },
    { ...mine, origin: '' },
    { ...mine, 'content-type': 'text/plain' },
    { ...mine, host: 'evil.example' },
  ]) {
    expect((await ask(menu, '/verbs', { body, headers })).status).toBeGreaterThanOrEqual(400);
  }
  expect(screenOf(menu)).toBe('home');
});

test('the cookie stays with this page alone', async () => {
  await using menu = await startRemoteMenu();
  const reply = await ask(menu, '/pair', { body: { code: menu.code() } });
  expect(reply.headers['set-cookie']?.[0]).toMatch(
    /^__Host-webboot=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
  );
});

test('a wish of a screen that is gone is refused, and leaves the menu where it is', async () => {
  await using menu = await startRemoteMenu();
  const headers = await pair(menu);
  const { screen, rows } = await firstView(menu, headers);
  menu.console.press('\x1b[13~');
  await vi.waitFor(() => expect(screenOf(menu)).toBe('network'));
  const verbs = [{ verb: 'choose', at: { row: rows[0]?.row, key: rows[0]?.key } }];
  expect((await ask(menu, '/verbs', { body: { screen, verbs }, headers })).status).toBe(409);
  expect(screenOf(menu)).toBe('network');
});

test.each([
  '/etc/passwd',
  '/../../../etc/passwd',
  '/page.js/../../etc/passwd',
  '/%2e%2e/etc/passwd',
  '/index.html',
  '/images.json',
  'http://elsewhere/',
])('there is nothing at %s, paired or not', async (path) => {
  await using menu = await startRemoteMenu();
  expect((await ask(menu, path)).status).toBe(404);
  const headers = await pair(menu);
  expect((await ask(menu, path, { headers })).status).toBe(404);
});

test('every answer forbids frames, guesses, copies and foreign resources', async () => {
  await using menu = await startRemoteMenu();
  const { headers } = await ask(menu, '/');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; /);
  expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
  for (const path of ['/', '/page.js', '/session', '/nothing']) {
    expect((await ask(menu, path)).headers).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  }
});

test('the log and the report of a failure can be saved, without secrets', async () => {
  await using menu = await startRemoteMenu({
    redact: (text) => text.replaceAll('correct horse', '[hidden]'),
    session: { failAt: 'verify' },
  });
  const headers = await pair(menu);
  menu.store.dispatch({ type: 'log', text: 'joined with correct horse', time: 0 });
  expect((await ask(menu, '/report.txt', { headers })).status).toBe(404);
  await choose(menu, headers, 'Debian Live');
  await choose(menu, headers, 'standard');
  await vi.waitFor(() => expect(screenOf(menu)).toBe('entries'));
  await choose(menu, headers, 'Live system (amd64)');
  await vi.waitFor(() => expect(screenOf(menu)).toBe('failure'), { timeout: 10_000 });
  const log = await ask(menu, '/log.txt', { headers });
  expect(log.headers['content-disposition']).toBe('attachment; filename="webboot-log.txt"');
  expect(log.text).toContain('joined with [hidden]\n');
  const report = await ask(menu, '/report.txt', { headers });
  expect(report.text).toContain('Code: digest-wrong\n');
});

test('an unencrypted menu says so on the console, and has no certificate to show', async () => {
  await using menu = await startRemoteMenu({ encrypted: false });
  menu.console.press('\x1b[20~');
  await vi.waitFor(() => expect(menu.console.frame()).toContain('NOT ENCRYPTED'));
  expect(menu.console.frame()).toContain(`Open http://${menu.host()}/`);
  const reply = await ask(menu, '/pair', { body: { code: menu.code() }, encrypted: false });
  expect(reply.headers['set-cookie']?.[0]).toMatch(/^webboot=.*SameSite=Strict$/);
});

test('the certificate is the one whose fingerprint the console shows', async () => {
  await using menu = await startRemoteMenu();
  menu.console.press('\x1b[20~');
  await vi.waitFor(() => expect(menu.console.frame()).toContain('fingerprint'));
  const [host = '', port = ''] = menu.host().split(':');
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const shown = socket.getPeerCertificate().fingerprint256.replaceAll(':', '');
  socket.destroy();
  const groups = [...menu.console.frame().matchAll(/\b[0-9A-F]{4}\b/g)].map(([group]) => group);
  expect(groups.join('')).toBe(shown);
});

test('a thousand connections choose nothing, and the menu goes on', async () => {
  await using menu = await startRemoteMenu({ limits: { connections: 64 } });
  const headers = await pair(menu);
  const [host = '', port = ''] = menu.host().split(':');
  const sockets: Socket[] = [];
  for (let at = 0; at < 1000; at += 1) {
    const socket = connectTcp(Number(port), host).on('error', () => {});
    socket.write(at % 2 === 0 ? 'GET /events HTTP/1.1\r\n' : '\x16\x03\x01');
    sockets.push(socket);
  }
  menu.console.press('deb');
  await vi.waitFor(() => expect(menu.console.frame()).toContain('> Debian Live'));
  expect(screenOf(menu)).toBe('home');
  for (const socket of sockets) socket.destroy();
  await vi.waitFor(async () => expect((await firstView(menu, headers)).search).toBe('deb'), {
    timeout: 20_000,
  });
}, 60_000);

test.each(['{', 'null', '{"code":1}', '{"code":["000000"]}', `{"code":"${'1'.repeat(9000)}"}`])(
  'a code that is %.20s is wrong, and no fault',
  async (body) => {
    await using menu = await startRemoteMenu();
    expect(JSON.parse((await ask(menu, '/pair', { body })).text)).toEqual({
      state: 'open',
      wrong: 'That is not the code. 4 more wrong codes end this.',
    });
    expect(menu.store.state().log.map(({ text }) => text)).toEqual([]);
  },
);

test('the browser that has the menu gets in, however full others make the server', async () => {
  await using menu = await startRemoteMenu({ limits: { connections: 32, requestMs: 60_000 } });
  const headers = await pair(menu);
  const [, port = ''] = menu.host().split(':');
  const sockets = Array.from({ length: 64 }, (_, at) =>
    connectTcp({
      host: '127.0.0.1',
      port: Number(port),
      localAddress: `127.0.0.${2 + Math.floor(at / 16)}`,
    }).on('error', () => {}),
  );
  const refused = sockets.map((socket) => once(socket.resume(), 'close'));
  await Promise.all(refused.slice(32));
  expect(sockets.filter(({ destroyed }) => !destroyed)).toHaveLength(32);
  expect((await firstView(menu, headers)).kind).toBe('home');
  for (const socket of sockets) socket.destroy();
});

test('requests that are cut off in the middle fill no log', async () => {
  await using menu = await startRemoteMenu({ encrypted: false });
  const host = menu.host();
  const [hostname = '', port = ''] = host.split(':');
  const head = [
    'POST /pair HTTP/1.1',
    `Host: ${host}`,
    `Origin: http://${host}`,
    'Content-Type: application/json',
    'Content-Length: 100',
  ];
  for (let at = 0; at < 20; at += 1) {
    const socket = connectTcp(Number(port), hostname);
    socket.end(`${head.join('\r\n')}\r\n\r\n{"code":`);
    await once(socket.resume(), 'close');
  }
  expect((await ask(menu, '/session', { encrypted: false })).status).toBe(200);
  expect(menu.store.state().log).toEqual([]);
  expect(menu.remote.snapshot().kind).toBe('waiting');
});

test('a body that is too long is refused', async () => {
  await using menu = await startRemoteMenu();
  const reply = await ask(menu, '/pair', { body: 'x'.repeat(200_000) }).catch(() => undefined);
  expect(reply?.status ?? 413).toBe(413);
  expect(menu.remote.snapshot().kind).toBe('waiting');
});

test('it is off until a person asks, and can be ended and begun again with another code', async () => {
  await using menu = await startRemoteMenu();
  const codes = [menu.code()];
  await pair(menu);
  menu.console.press('\x1b[20~');
  await vi.waitFor(() => expect(menu.console.frame()).toContain('127.0.0.1 has this menu'));
  menu.console.press('x');
  await vi.waitFor(() => expect(menu.console.frame()).toContain('Nothing listens'));
  menu.console.press('\r');
  await vi.waitFor(() => codes.push(menu.code()));
  expect(codes).toHaveLength(2);
  expect((await ask(menu, '/session')).status).toBe(200);
});

test('ending it while it starts leaves nothing that listens', async () => {
  await using menu = await startRemoteMenu();
  await menu.remote.stop();
  const starting = menu.remote.start({ encrypted: true });
  await menu.remote.stop();
  await starting;
  expect(menu.remote.snapshot()).toEqual({ kind: 'off' });
  await menu.remote.start({ encrypted: true });
  expect((await ask(menu, '/session')).status).toBe(200);
});

test('a start that fails leaves nobody who watches the menu', async () => {
  await using menu = await startRemoteMenu({ encrypted: false });
  const [, port = ''] = menu.host().split(':');
  let watching = 0;
  const store: Store = {
    ...menu.store,
    subscribe(listener) {
      const unsubscribe = menu.store.subscribe(listener);
      watching += 1;
      return () => {
        watching -= 1;
        unsubscribe();
      };
    },
  };
  const second = createRemote(store, {
    readScript: async () => Buffer.from(''),
    addresses: () => ['127.0.0.1'],
    onNetworkChange: () => () => {},
    reaches: () => true,
    redact: (text) => text,
    ports: { encrypted: 0, plain: Number(port) },
  });
  await expect(second.start({ encrypted: false })).rejects.toThrow(`Port ${port}`);
  expect(second.snapshot()).toEqual({ kind: 'off' });
  expect(watching).toBe(0);
});
