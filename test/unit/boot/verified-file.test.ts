import { appendFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { verifyOffered } from '../../../src/boot/files/verified-file.ts';
import { startServer } from '../../../src/serve/start-server.ts';
import { digestOf, fileContext, pinnedSource, serveImage } from '../../helpers/served-image.ts';

test('a file with a wrong byte is not offered', async () => {
  await using served = await serveImage({ size: 1000 });
  const digest = digestOf(served.bytes);
  await appendFile(served.path, 'x');
  await expect(
    verifyOffered(pinnedSource(served.path, digest), served.path, fileContext),
  ).rejects.toMatchObject({ code: 'digest-wrong' });
});

test('an image that nobody vouches for is not offered', async () => {
  await using served = await serveImage({ size: 1000 });
  const source = {
    ...pinnedSource(served.path, digestOf(served.bytes)),
    policy: { kind: 'none', reason: 'nobody signs it' },
  } as const;
  await expect(verifyOffered(source, served.path, fileContext)).rejects.toMatchObject({
    code: 'unverified-image',
  });
});

test('a file that is written to while it is verified is not offered', async () => {
  await using served = await serveImage({ size: 1000 });
  const files = {
    ...fileContext.files,
    digestOf: async (...words: Parameters<typeof fileContext.files.digestOf>) => {
      const digest = await fileContext.files.digestOf(...words);
      await writeFile(served.path, served.bytes);
      return digest;
    },
  };
  const source = pinnedSource(served.path, digestOf(served.bytes));
  await expect(verifyOffered(source, served.path, { ...fileContext, files })).rejects.toMatchObject(
    { code: 'file-changed' },
  );
});

test('a file that is written to between its verification and the start is not offered', async () => {
  await using served = await serveImage({ size: 1000 });
  await writeFile(served.path, served.bytes);
  const options = { images: [served.file], port: 0, reaches: () => true, onProblem: () => {} };
  await expect(startServer(options)).rejects.toMatchObject({ code: 'file-changed' });
});

test('of a device, the image in front of its boot record is offered, and no byte more', async () => {
  await using served = await serveImage({ size: 1000 });
  const digest = digestOf(served.bytes);
  await appendFile(served.path, Buffer.alloc(500));
  const file = await verifyOffered(
    pinnedSource(served.path, digest),
    served.path,
    fileContext,
    1000,
  );
  expect(file.stamp.bytes).toBe(1000);
  const server = await startServer({
    images: [file],
    port: 0,
    reaches: () => true,
    onProblem: () => {},
  });
  try {
    const answer = await fetch(`http://127.0.0.1:${server.port}/iso/${digest.hex}`);
    expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), served.bytes)).toBe(0);
  } finally {
    await server.stop();
  }
});
