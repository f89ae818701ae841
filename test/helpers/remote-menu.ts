import { request as plainRequest } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import type { RemotePanel, RemoteSnapshot } from '../../src/menu/model/remote.ts';
import type { Store } from '../../src/menu/store.ts';
import { createRemote, type RemoteOptions } from '../../src/remote/create-remote.ts';
import type { View } from '../../src/remote/view.ts';
import { startTui } from '../../src/tui/start-tui.ts';
import { createFakeConsole, type FakeConsole } from './fake-console.ts';
import { createFakeNetwork } from './fake-network.ts';
import { createFakeSession, type FakeSessionOptions } from './fake-session.ts';

export interface RemoteMenuOptions extends Partial<RemoteOptions> {
  readonly session?: FakeSessionOptions;
  readonly encrypted?: boolean;
  /** Of the console beside the page. */
  readonly ui?: 'screen' | 'line';
}

/** A menu on a fake console of this process, shown to browsers of the loopback as well. */
export interface RemoteMenu extends AsyncDisposable {
  readonly console: FakeConsole;
  readonly store: Store;
  readonly remote: RemotePanel;
  readonly shells: readonly string[];
  /** What has to be typed; throws if nobody is waited for. */
  code(): string;
  /** "127.0.0.1:34567" */
  host(): string;
}

export async function startRemoteMenu(options: RemoteMenuOptions = {}): Promise<RemoteMenu> {
  const { session, encrypted = true, ui = 'screen', ...others } = options;
  const console = createFakeConsole({ columns: 100, rows: 40, charset: 'unicode', ui });
  const shells: string[] = [];
  const drawn = Promise.withResolvers<void>();
  const made = Promise.withResolvers<{ store: Store; remote: RemotePanel }>();
  const result = startTui({
    session: createFakeSession({ ticks: 8, tickMs: 25, ...session }),
    consoles: [console.console],
    settings: {
      version: '0.1.0',
      leave: ['quit', 'reboot'],
      host: { arch: 'x86_64', ramBytes: 7.9e9 },
    },
    actions: { shell: async ({ name }) => void shells.push(name) },
    network: createFakeNetwork(),
    remote: (store) => {
      const remote = createRemote(store, {
        readScript: async () => Buffer.from('"the page"'),
        addresses: () => ['127.0.0.1'],
        onNetworkChange: () => () => {},
        reaches: () => true,
        redact: (text) => text,
        ports: { encrypted: 0, plain: 0 },
        ...others,
      });
      made.resolve({ store, remote });
      return remote;
    },
    onFirstFrame: drawn.resolve,
  });
  const { store, remote } = await made.promise;
  await drawn.promise;
  await remote.start({ encrypted });
  const known = (): Extract<RemoteSnapshot, { addresses: unknown }> => {
    const now = remote.snapshot();
    if (!('addresses' in now)) throw new Error(`the menu is ${now.kind}`);
    return now;
  };
  return {
    console,
    store,
    remote,
    shells,
    code() {
      const now = known();
      if (now.kind !== 'waiting') throw new Error(`the menu is ${now.kind}`);
      return now.code;
    },
    host: () => new URL(known().addresses[0] ?? '').host,
    async [Symbol.asyncDispose]() {
      await remote.stop();
      store.dispatch({ type: 'verb', verb: { verb: 'back' } });
      const leave = (how: 'quit') => {
        for (let more = 0; more < 20; more += 1)
          store.dispatch({ type: 'key', key: { name: 'escape' } });
        for (const text of how) store.dispatch({ type: 'key', key: { name: 'text', text } });
        store.dispatch({ type: 'key', key: { name: 'enter' } });
        store.dispatch({ type: 'key', key: { name: 'enter' } });
      };
      leave('quit');
      await result;
    },
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** One request, with the headers of a browser unless others are given; an empty one is left out. */
export async function ask(
  menu: Pick<RemoteMenu, 'host'>,
  path: string,
  details: {
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly encrypted?: boolean;
  } = {},
): Promise<Reply> {
  const { body, headers = {}, encrypted = true } = details;
  const host = menu.host();
  const scheme = encrypted ? 'https' : 'http';
  const usual: Readonly<Record<string, string>> =
    body === undefined ? {} : { origin: `${scheme}://${host}`, 'content-type': 'application/json' };
  const all = Object.entries({ host, ...usual, ...headers }).filter(([, value]) => value !== '');
  const [hostname = '', port = ''] = host.split(':');
  const options: RequestOptions = {
    hostname,
    port,
    path,
    method: body === undefined ? 'GET' : 'POST',
    headers: Object.fromEntries(all),
    rejectUnauthorized: false,
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const sent = (encrypted ? request : plainRequest)(options, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
    sent.once('error', reject);
    sent.end(
      body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    );
  });
}

/** Types the code; resolves to the headers that make a request the paired browser's. */
export async function pair(
  menu: RemoteMenu,
  encrypted = true,
): Promise<{ readonly cookie: string }> {
  const reply = await ask(menu, '/pair', { body: { code: menu.code() }, encrypted });
  const [cookie = ''] = [reply.headers['set-cookie'] ?? []].flat();
  return { cookie: cookie.split(';')[0] ?? '' };
}

/** The first view that the page is sent. */
export async function firstView(
  menu: RemoteMenu,
  headers: Readonly<Record<string, string>>,
): Promise<View> {
  const [hostname = '', port = ''] = menu.host().split(':');
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path: '/events', headers, rejectUnauthorized: false, agent: false },
      (response) => {
        response.once('data', (chunk: Buffer) => {
          sent.destroy();
          resolve(JSON.parse(chunk.toString().replace(/^data: /, '')));
        });
      },
    );
    sent.once('error', reject);
    sent.end();
  });
}
