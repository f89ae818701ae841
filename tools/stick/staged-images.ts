import { copyFile, link, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FormatError, WebbootError } from '../../src/errors.ts';
import { openIso } from '../../src/formats/iso9660/open-iso.ts';
import { openFileMedium } from '../../src/linux/file-medium.ts';
import { imagesFolder } from './data-partition.ts';
import type { FileList } from './esp.ts';

/** Bigger ones are no checksum files and no signatures. */
const smallBytes = 4 << 20;

/**
 * ISOs for `Images/`, and the files beside each whose names begin with its own: what vouches for
 * it, as webboot keeps it too. Throws WebbootError for what would not be offered or not boot.
 */
export async function findImages(isos: readonly string[]): Promise<FileList> {
  const files = new Map<string, string>();
  for (const iso of isos) {
    await requireIso(iso);
    for (const file of [iso, ...(await filesBeside(iso))]) {
      const name = basename(file);
      if (files.has(name) && files.get(name) !== file) {
        throw wrong(`Two files are called ${name}.`, iso, 'Rename one of them.');
      }
      files.set(name, file);
    }
  }
  return files;
}

/** Fills `folder` with `Images/`, by links where they can be had, so that nothing is copied twice. */
export async function stageImages(files: FileList, folder: string): Promise<void> {
  const directory = join(folder, imagesFolder);
  await mkdir(directory, { recursive: true });
  for (const [name, source] of files) {
    const target = join(directory, name);
    await link(source, target).catch(() => copyFile(source, target));
  }
}

async function requireIso(path: string): Promise<void> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) {
    throw new WebbootError('file-not-found', `${path} does not exist or is not a file.`, {
      subject: path,
      remedy: 'Check the path after --iso.',
    });
  }
  if (!/\.iso$/i.test(path)) {
    throw wrong(`The menu would not offer ${path}.`, path, 'Give it a name that ends in .iso.');
  }
  const medium = await openFileMedium(path);
  try {
    await openIso(medium);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new WebbootError('not-an-iso', `${path} is not an ISO image: ${cause.message}`, {
      subject: path,
      remedy: 'Download it again and verify it (npm run webboot -- verify).',
      cause,
    });
  } finally {
    await medium.close();
  }
}

async function filesBeside(iso: string): Promise<readonly string[]> {
  const directory = dirname(iso);
  const names = (await readdir(directory)).filter((name) => name.startsWith(`${basename(iso)}.`));
  const found: string[] = [];
  for (const name of names.toSorted()) {
    const info = await stat(join(directory, name));
    if (info.isFile() && info.size <= smallBytes) found.push(join(directory, name));
  }
  return found;
}

function wrong(message: string, subject: string, remedy: string): WebbootError {
  return new WebbootError('usage', message, { subject, remedy });
}
