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
