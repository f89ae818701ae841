import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileContext } from '../../src/boot/files/file-context.ts';
import { type VerifiedFile, verifyOffered } from '../../src/boot/files/verified-file.ts';
import type { ImageSource } from '../../src/core/image/image-source.ts';
import type { Digest, DigestAlgorithm } from '../../src/core/image/trust.ts';
import { createNetwork } from '../../src/net/network.ts';
import { type ServeOptions, startServer } from '../../src/serve/start-server.ts';
import { imageFiles } from '../../src/storage/image-files.ts';
import { localMedia } from './local-media.ts';

export const fileContext: FileContext = {
  network: createNetwork(),
  machine: localMedia,
  files: imageFiles,
  keyring: { find: async () => undefined },
  clock: () => ({ now: new Date(), builtAt: new Date(0) }),
  signal: new AbortController().signal,
};

export function digestOf(bytes: Uint8Array, algorithm: DigestAlgorithm = 'sha256'): Digest {
  return { algorithm, hex: createHash(algorithm).update(bytes).digest('hex') };
}

/** An image that is in a file already, whose digest the catalogue pins. */
export function pinnedSource(path: string, digest: Digest): ImageSource {
  return {
    id: 'example/live',
    title: 'Example <Live> & "more"',
    version: '1',
    arch: 'x86_64',
    location: { kind: 'local', path },
    fileName: 'example.iso',
    policy: { kind: 'pinned-digest', digest },
  };
}

export interface ServedImage extends AsyncDisposable {
  readonly bytes: Uint8Array;
  readonly path: string;
  readonly file: VerifiedFile;
  readonly url: string;
  readonly port: number;
  readonly server: Awaited<ReturnType<typeof startServer>>;
  /** What went wrong with answers. */
  readonly problems: readonly string[];
}

/** The real server on loopback, with one verified image of random bytes. */
export async function serveImage({
  size = 3_000_000,
  signedBy = 'sha256',
  ...options
}: {
  size?: number;
  signedBy?: DigestAlgorithm;
} & Partial<ServeOptions> = {}): Promise<ServedImage> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-serve-'));
  const path = join(folder, 'example.iso');
  const bytes = new Uint8Array(randomBytes(size));
  await writeFile(path, bytes);
  const digest = digestOf(bytes, signedBy);
  const file = await verifyOffered(pinnedSource(path, digest), path, fileContext);
  const problems: string[] = [];
  const server = await startServer({
    images: [file],
    port: 0,
    reaches: () => true,
    onProblem: (text) => problems.push(text),
    ...options,
  });
  const { port } = server;
  return {
    bytes,
    path,
    file,
    port,
    server,
    problems,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
