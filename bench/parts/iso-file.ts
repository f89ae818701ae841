import { writeFile } from 'node:fs/promises';
import { openIso } from '../../src/formats/iso9660/open-iso.ts';
import { openFileMedium } from '../../src/linux/file-medium.ts';

/** Writes one file of an ISO to `target`, and gives that. */
export async function extract(iso: string, path: string, target: string): Promise<string> {
  const medium = await openFileMedium(iso);
  try {
    const file = await (await openIso(medium)).open(path);
    if (file === undefined) throw new Error(`${iso} has no ${path}`);
    await writeFile(target, await file.read(0, file.size));
    return target;
  } finally {
    await medium.close();
  }
}
