import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { DistroFile } from '../../src/formats/catalogue/distro.ts';
import { type CpioEntry, writeCpio } from '../../src/formats/cpio/writer.ts';
import type { DemoKey } from './key.ts';

const local = 'etc/webboot/distros';

/**
 * Writes webboot's initrds with the demo's row and key behind them, as one more archive (the
 * kernel unpacks them one after the other; admin-guide/initrd). The image itself stays the one
 * that is shipped.
 */
export async function writeDemoInitramfs({
  initrds,
  out,
  row,
  key,
}: {
  initrds: readonly string[];
  out: string;
  row: DistroFile;
  key: DemoKey;
}): Promise<void> {
  const target = createWriteStream(out);
  for (const initrd of initrds) {
    await pipeline(createReadStream(initrd), target, { end: false });
    const { size } = await stat(initrd);
    // Archives start at multiples of four bytes.
    target.write(Buffer.alloc((4 - (size % 4)) % 4));
  }
  await new Promise<void>((resolve, reject) => {
    target.once('error', reject);
    target.end(writeCpio(demoFiles(row, key)), resolve);
  });
}

function demoFiles(row: DistroFile, key: DemoKey): readonly CpioEntry[] {
  const text = (path: string, content: string): CpioEntry => ({
    kind: 'file',
    path,
    mode: 0o644,
    data: new TextEncoder().encode(content),
  });
  const directories = ['etc', 'etc/webboot', local, `${local}/keys`];
  return [
    ...directories.map((path): CpioEntry => ({ kind: 'directory', path, mode: 0o755 })),
    text(`${local}/${row.id}.json`, `${JSON.stringify(row, undefined, 2)}\n`),
    text(`${local}/keys/demo-key.asc`, key.publicKey),
  ];
}
