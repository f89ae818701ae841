import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { serveTools } from '../../src/app/serve-images.ts';
import { verifyOffered } from '../../src/boot/files/verified-file.ts';
import { digestOf, fileContext, pinnedSource } from './served-image.ts';

/**
 * Serves an image as `webboot serve` does, until SIGTERM: FILE, and bytes a second or 0. Prints the
 * digest when it is up, and the number of bytes sent at the end.
 */
const [path = '', rate = '0'] = process.argv.slice(2);
const digest = digestOf(await readFile(path));
const file = await verifyOffered(pinnedSource(path, digest), path, fileContext);
const say = (text: string) => void process.stderr.write(`${text}\n`);
const serving = await serveTools.start({
  images: [file],
  directory: dirname(path),
  port: 8080,
  ...(rate !== '0' && { bytesPerSecond: Number(rate) }),
  signal: new AbortController().signal,
  onNote: say,
  onProblem: say,
});
process.stdout.write(`${digest.hex}\n`);
process.once('SIGTERM', async () => {
  await serving.stop();
  process.stdout.write(`${serving.bytesOut()}\n`);
});
