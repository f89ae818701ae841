import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DemoKey } from './key.ts';

/** A folder to serve: the ISO, `SHA256SUMS`, `SHA256SUMS.sign` and `demo-key.asc`. */
export interface Publication {
  readonly directory: string;
  readonly fileName: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Signs an ISO the way Debian's are: a detached signature over the list of digests. */
export async function publishDemo({
  iso,
  directory,
  key,
}: {
  iso: string;
  directory: string;
  key: DemoKey;
}): Promise<Publication> {
  const fileName = basename(iso);
  const link = join(directory, fileName);
  await mkdir(directory, { recursive: true });
  if (resolve(iso) !== resolve(link)) {
    await rm(link, { force: true });
    await symlink(resolve(iso), link);
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(iso, { highWaterMark: 1 << 20 }), hash);
  const sha256 = hash.digest('hex');
  const sums = `${sha256}  ${fileName}\n`;
  await writeFile(join(directory, 'SHA256SUMS'), sums);
  await writeFile(join(directory, 'SHA256SUMS.sign'), await key.sign(sums));
  await writeFile(join(directory, 'demo-key.asc'), key.publicKey);
  return { directory, fileName, bytes: (await stat(iso)).size, sha256 };
}
