import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { costOf, type Lan } from './lan.ts';

/** An image on the web server of a LAN. */
export interface LanImage extends AsyncDisposable {
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The server ends, as if its plug were pulled. */
  stop(): Promise<void>;
}

/** Serves random bytes from `folder`, by nginx in the server's namespace. */
export async function serveLanImage(lan: Lan, folder: string, bytes: number): Promise<LanImage> {
  const www = join(folder, 'www');
  await mkdir(www, { recursive: true });
  const image = randomFillSync(Buffer.alloc(bytes));
  await writeFile(join(www, 'image.iso'), image);
  const bodies = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `daemon off; master_process off; pid ${join(folder, 'nginx.pid')}; error_log stderr; user root;
     events { worker_connections 512; }
     http {
       access_log off; sendfile on; ${bodies.join(' ')}
       server { listen ${lan.serverAddress}:80; root ${www}; }
     }`,
  );
  const nginx = inSpace(lan.server, ['nginx', '-c', config]);
  const url = `http://${lan.serverAddress}/image.iso`;
  const ended = once(nginx, 'close');
  const stop = async () => {
    nginx.kill('SIGKILL');
    await ended;
  };
  await answering(lan.server, url);
  return {
    url,
    bytes,
    sha256: createHash('sha256').update(image).digest('hex'),
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(www, { recursive: true });
    },
  };
}

export function inSpace(space: string, command: readonly string[]): ChildProcess {
  return spawn('ip', ['netns', 'exec', space, ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function answering(space: string, url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const [code] = await once(inSpace(space, ['curl', '-sfI', '-o', '/dev/null', url]), 'close');
    if (code === 0) return;
    await sleep(100);
  }
  throw new Error(`${url} does not answer.`);
}

export interface LanRun {
  readonly status: number | null;
  /** Seconds from the start to the first output, and to the end. */
  readonly done: number;
  readonly cpu: number;
  readonly peakMb: number;
  readonly errors: string;
}

/** Runs a program on a machine; it says that it has got everything by its first output. */
export async function runOn(
  space: string,
  command: readonly string[],
  onStart: (child: ChildProcess) => void = () => {},
): Promise<LanRun> {
  const begun = performance.now();
  const child = inSpace(space, command);
  onStart(child);
  let done = 0;
  let errors = '';
  let cost = { cpu: 0, peakMb: 0 };
  const look = setInterval(async () => {
    const now = child.pid === undefined ? cost : await costOf(child.pid);
    if (now.cpu >= cost.cpu) cost = now;
  }, 100);
  child.stdout?.on('data', () => {
    done ||= performance.now() - begun;
  });
  child.stderr?.on('data', (part) => {
    errors += part;
  });
  const [status] = await once(child, 'close');
  clearInterval(look);
  return { status, done: (done || performance.now() - begun) / 1000, ...cost, errors };
}
