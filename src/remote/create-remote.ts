import { createHmac, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { defined } from '../core/defined.ts';
import { topOf } from '../menu/model/outcome.ts';
import type { RemotePanel, RemoteSnapshot } from '../menu/model/remote.ts';
import { createPresenter } from '../menu/presenter.ts';
import type { Store } from '../menu/store.ts';
import { failureParts } from '../menu/text/failure-text.ts';
import { logLines } from '../menu/text/log-text.ts';
import { hostsOf } from './guard.ts';
import { pageFiles } from './page-files.ts';
import { pageWords } from './page-words.ts';
import { createPairing } from './pairing.ts';
import { defaultRemoteLimits, type RemoteLimits, startRemote } from './start-remote.ts';
import { viewOf } from './view-of.ts';

export interface RemoteOptions {
  /** The page's script. */
  readonly readScript: () => Promise<Uint8Array>;
  /** This machine's, as a URL has them. */
  readonly addresses: () => readonly string[];
  /** Calls back when those may have changed; returns how to stop that. */
  readonly onNetworkChange: (listener: () => void) => () => void;
  readonly reaches: (address: string) => boolean;
  /** Texts that stand in nothing that is sent. */
  readonly redact: (text: string) => string;
  readonly ports?: { readonly encrypted: number; readonly plain: number };
  readonly limits?: Partial<RemoteLimits>;
}

/** Those that a browser means if none is written. */
const usualPorts = { encrypted: 443, plain: 80 };
/** Between two views that nobody asked for. */
const progressIntervalMs = 500;
const shownAddresses = 3;

/** The name under which what the page asks for is carried out. */
const pageConsole = 'page';

/** Serves the menu of a store to one browser, from `start` to `stop`. */
export function createRemote(store: Store, options: RemoteOptions): RemotePanel {
  const listeners = new Set<() => void>();
  let snapshot: RemoteSnapshot = { kind: 'off' };
  let end: (() => Promise<void>) | undefined;
  let opening: Promise<() => Promise<void>> | undefined;
  const show = (next: RemoteSnapshot) => {
    snapshot = next;
    for (const listener of listeners) listener();
  };
  const log = (text: string) => store.dispatch({ type: 'log', text, time: Date.now() });

  async function stop(because?: 'wrong-codes'): Promise<void> {
    // A start that is under way would listen afterwards; whoever started it is told of its failure.
    await opening?.catch(() => {});
    const ending = end;
    end = undefined;
    if (snapshot.kind === 'off') return;
    show({ kind: 'off', ...defined({ because }) });
    log(
      because === undefined
        ? 'The menu is no longer shown on another screen.'
        : 'Five codes were wrong: nothing listens any more.',
    );
    await ending?.();
  }

  async function start(encrypted: boolean): Promise<void> {
    if (snapshot.kind !== 'off') return;
    show({ kind: 'starting' });
    try {
      opening = open(store, options, { encrypted, show, read: () => snapshot, stop, log });
      end = await opening;
    } catch (error) {
      show({ kind: 'off' });
      throw error;
    } finally {
      opening = undefined;
    }
  }

  return {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: ({ encrypted }) => start(encrypted),
    stop: () => stop(),
  };
}

interface Control {
  readonly encrypted: boolean;
  readonly show: (snapshot: RemoteSnapshot) => void;
  readonly read: () => RemoteSnapshot;
  readonly stop: (because: 'wrong-codes') => Promise<void>;
  readonly log: (text: string) => void;
}

/** Listens; resolves to how to end that. */
async function open(
  store: Store,
  options: RemoteOptions,
  { encrypted, show, read, stop, log }: Control,
): Promise<() => Promise<void>> {
  const scheme = encrypted ? 'https' : 'http';
  const ports = options.ports ?? usualPorts;
  const { makeCertificate } = await import('./certificate.ts');
  const certificate = encrypted
    ? makeCertificate(options.addresses().map(withoutBrackets), new Date())
    : undefined;
  const pairing = createPairing();
  const { language, texts } = store.state();
  const { noScript } = texts.page;
  const files = pageFiles(await options.readScript(), { language, noScript });
  const presenter = createPresenter(store, { progressIntervalMs });
  const opaque = createOpaque();
  let port = 0;
  const hosts = () =>
    hostsOf(options.addresses(), port, usualPorts[encrypted ? 'encrypted' : 'plain']);
  const address = () => ({
    addresses: preferred(hosts()).map((host) => `${scheme}://${host}/`),
    ...defined({ fingerprint: certificate?.fingerprint }),
  });
  const server = await startRemote({
    certificate,
    pairing,
    files,
    port: ports[encrypted ? 'encrypted' : 'plain'],
    limits: { ...defaultRemoteLimits, ...options.limits },
    reaches: options.reaches,
    favours: (client) => {
      const now = read();
      return now.kind === 'connected' && now.by === plainAddress(client);
    },
    site: () => ({ encrypted, hosts: hosts() }),
    view: () => viewOf(store.state(), opaque),
    words: () => pageWords(store.state()),
    wrongCode: (count) => store.state().texts.page.wrongCode({ count }),
    subscribe: presenter.subscribe,
    act: (verbs) => {
      for (const verb of verbs) store.dispatch({ type: 'verb', verb, console: pageConsole });
    },
    texts: {
      log: () =>
        logLines(store.state())
          .map((line) => `${options.redact(line)}\n`)
          .join(''),
      report: () => {
        const top = topOf(store.state());
        if (top.kind !== 'failure') return undefined;
        const parts = failureParts(store.state().texts, top.failure).map(
          ({ label, text }) => `${label}: ${text}`,
        );
        const lines = [`webboot ${store.state().setup.version}`, ...parts];
        return lines.map((line) => `${options.redact(line)}\n`).join('');
      },
    },
    onPaired: (by) => {
      log(`The menu is shown on ${plainAddress(by)} from now on.`);
      show({ kind: 'connected', by: plainAddress(by), ...address() });
    },
    onEnded: () => void stop('wrong-codes'),
    onProblem: log,
  }).catch((error: unknown) => {
    presenter.close();
    throw error;
  });
  ({ port } = server);
  const showAddress = () => {
    const now = read();
    if (now.kind === 'waiting' || now.kind === 'connected') show({ ...now, ...address() });
  };
  const unsubscribe = options.onNetworkChange(showAddress);
  show({ kind: 'waiting', code: pairing.code, ...address() });
  return async () => {
    unsubscribe();
    presenter.close();
    await server.stop();
  };
}

/** Those of IPv4 first: shorter to type, and in a smaller QR code. */
function preferred(hosts: readonly string[]): readonly string[] {
  const isLong = (host: string) => Number(host.startsWith('['));
  return hosts.toSorted((a, b) => isLong(a) - isLong(b)).slice(0, shownAddresses);
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

/** An IPv4 client of a socket for both is ::ffff:192.168.1.7. */
function plainAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d)/i, '');
  return isIP(plain) === 0 ? 'another machine' : plain;
}

function createOpaque(): (text: string) => string {
  const key = randomBytes(32);
  return (text) => createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);
}
