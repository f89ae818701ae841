import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyOffered } from '../../src/boot/files/verified-file.ts';
import type { ImageSource } from '../../src/core/image/image-source.ts';
import { openBootFiles } from '../../src/serve/boot-files.ts';
import { type RunningServer, startServer } from '../../src/serve/start-server.ts';
import { demoKey } from '../../tools/demo/key.ts';
import type { Publication } from '../../tools/demo/publish.ts';
import { writeDemoBootFolder } from './demo-boot-folder.ts';
import { fileContext } from './served-image.ts';

/** A machine that serves the demo, and webboot to start from. */
export interface NetbootServer extends AsyncDisposable {
  readonly server: RunningServer;
  readonly publication: Publication;
}

/** Serves on all addresses; `append` is told the port, for parameters that name this server. */
export async function startNetbootServer(append: (port: number) => string): Promise<NetbootServer> {
  const work = await mkdtemp(join(tmpdir(), 'webboot-netboot-'));
  const { signal } = new AbortController();
  const publication = await writeDemoBootFolder(work);
  const port = await freePort();
  const boot = await openBootFiles(work, { append: append(port), signal });
  if (boot === undefined) throw new Error(`${work} has no kernel`);
  const server = await startServer({
    images: [await verifiedDemo(publication)],
    boot,
    port,
    reaches: () => true,
    onProblem: (text) => console.log(text),
  });
  return {
    server,
    publication,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(work, { recursive: true });
    },
  };
}

async function verifiedDemo({ directory, fileName }: Publication) {
  const key = await demoKey();
  const path = join(directory, fileName);
  const local = (name: string) => ({ kind: 'local', path: join(directory, name) }) as const;
  const source: ImageSource = {
    id: 'demo/live',
    title: 'Demo',
    version: '1',
    arch: 'x86_64',
    location: local(fileName),
    fileName,
    policy: {
      kind: 'signed-checksums',
      scheme: 'openpgp-detached',
      checksums: local('SHA256SUMS'),
      signature: local('SHA256SUMS.sign'),
      keys: [{ fingerprint: key.fingerprint, key: 'demo-key.asc' }],
    },
  };
  const publicKey = new TextEncoder().encode(key.publicKey);
  return verifyOffered(source, path, { ...fileContext, keyring: { find: async () => publicKey } });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
