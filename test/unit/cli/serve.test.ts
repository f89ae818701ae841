import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveTools } from '../../../src/app/serve-images.ts';
import { type ServeTools, serveCommand } from '../../../src/cli/serve.ts';
import { remoteLocation } from '../../../src/core/image/image-location.ts';
import type { ImageSource } from '../../../src/core/image/image-source.ts';
import { startFaultServer } from '../../helpers/fault-server.ts';
import { digestOf, fileContext, pinnedSource } from '../../helpers/served-image.ts';

const image = new Uint8Array(randomBytes(500_000));
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-serve-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the command until it has printed what it offers; `end` is Ctrl-C. */
async function serve(source: (query: string) => ImageSource, ...argv: readonly string[]) {
  const cancel = new AbortController();
  let stderr = '';
  const { promise: printed, resolve, reject } = Promise.withResolvers<string>();
  const tools: ServeTools = {
    ...serveTools,
    openContext: async () => ({ ...fileContext, select: async (query) => source(query) }),
  };
  const io = {
    stdout: resolve,
    stderr: (text: string) => {
      stderr += text;
    },
    env: { HOME: folder },
    signal: cancel.signal,
  };
  const running = serveCommand.main(['--port', '0', '--json', ...argv], io, tools);
  running.catch(reject);
  const offered = JSON.parse(await printed);
  return {
    offered,
    stderr: () => stderr,
    port: new URL(offered.addresses[0]).port,
    end: async () => {
      cancel.abort();
      return running;
    },
  };
}

test('fetches what is missing, verifies it, and offers it until it is stopped', async () => {
  const mirror = await startFaultServer({ bytes: image, fault: () => ({ kind: 'none' }) });
  const source = { ...pinnedSource('', digestOf(image)), location: remoteLocation([mirror.url]) };
  try {
    const serving = await serve(() => source, '--dir', folder, 'example');
    expect(await readdir(folder)).toEqual(['example.iso']);
    const taken = await fetch(`http://127.0.0.1:${serving.port}/iso/${digestOf(image).hex}`);
    expect(Buffer.compare(Buffer.from(await taken.arrayBuffer()), image)).toBe(0);
    expect(await serving.end()).toBe(0);
    await expect(fetch(`http://127.0.0.1:${serving.port}/`)).rejects.toThrow();
  } finally {
    await mirror.close();
  }
  // The second time it is there: the mirror is gone.
  const again = await serve(() => source, '--dir', folder, 'example');
  expect(again.offered.images).toMatchObject([{ bytes: 500_000, trust: { kind: 'pinned' } }]);
  expect(await again.end()).toBe(0);
});

test('without a name, offers the images in the folder', async () => {
  const home = join(folder, '.local/share/webboot/images');
  await expect(serve(() => pinnedSource('', digestOf(image)))).rejects.toThrow(/no image to offer/);
  await writeFile(join(home, 'example.iso'), image);
  const serving = await serve((path) => pinnedSource(path, digestOf(image)));
  expect(serving.offered.images).toMatchObject([{ file: join(home, 'example.iso') }]);
  expect(await serving.end()).toBe(0);
});

test('offers nothing if one of the images is not what was signed', async () => {
  await writeFile(join(folder, 'example.iso'), image);
  const wrong = digestOf(new Uint8Array([1]));
  await expect(
    serve((path) => pinnedSource(path, wrong), join(folder, 'example.iso')),
  ).rejects.toMatchObject({ code: 'digest-wrong' });
});

test('downloads nothing that nobody vouches for', async () => {
  const source: ImageSource = {
    ...pinnedSource('', digestOf(image)),
    location: remoteLocation(['http://127.0.0.1:9/image.iso']),
    policy: { kind: 'none', reason: 'nobody signs it' },
  };
  await expect(serve(() => source, 'http://127.0.0.1:9/image.iso')).rejects.toMatchObject({
    code: 'unverified-image',
  });
});

test.each([
  ['--port', '70000'],
  ['--port', 'x'],
  ['--reach', 'world'],
  ['--dht', '10.0.0.2:6881'],
  ['--reach=dht', '--dht=10.0.0.2'],
  ['--upload', '1'],
  ['--append', 'webboot.auto'],
])('refuses %s %s', async (...words) => {
  await expect(serve(() => pinnedSource('', digestOf(image)), ...words)).rejects.toMatchObject({
    code: 'usage',
  });
});

test('refuses parameters for other machines that a boot loader would interpret', async () => {
  const words = ['--netboot', '--append', 'quiet;reboot'];
  await expect(serve(() => pinnedSource('', digestOf(image)), ...words)).rejects.toMatchObject({
    code: 'usage',
  });
});

test('without the files to start machines from, netboot says how to write them', async () => {
  const starting = serveTools.start({
    images: [],
    directory: folder,
    port: 0,
    netboot: true,
    append: '',
    signal: new AbortController().signal,
    onNote: () => {},
    onProblem: () => {},
  });
  await expect(starting).rejects.toMatchObject({
    code: 'file-not-found',
    remedy: expect.stringContaining('npm run image -- --netboot'),
  });
});
