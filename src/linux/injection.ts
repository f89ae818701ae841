import type { InjectionKind } from '../core/families/injection.ts';
import type { InjectedFile, Injection } from '../ports/injection.ts';
import { readRegularFile } from './regular-file.ts';
import { stickMountPoint } from './stick.ts';

/** The stick's folder wins over one that was put into the image. */
const folders = [`${stickMountPoint}/inject`, '/etc/webboot/inject'];
/** Of one file: an installation's answers have some kilobytes. */
const mostBytes = 256 * 1024;

/** What each file of the folder is; a kind needs the first of its files. */
const fileNames: Readonly<Record<InjectionKind, readonly [string, ...string[]]>> = {
  'ssh-key': ['authorized_keys'],
  'cloud-init': ['user-data', 'meta-data', 'vendor-data', 'network-config'],
  kickstart: ['ks.cfg'],
  preseed: ['preseed.cfg'],
};
const kinds: readonly InjectionKind[] = ['ssh-key', 'cloud-init', 'kickstart', 'preseed'];

/**
 * The person's files in the first of the folders that has any. Links are not followed and large files
 * not read: each is told to `onProblem`, and left out.
 */
export async function readInjection(
  onProblem: (text: string) => void,
  places: readonly string[] = folders,
): Promise<Injection> {
  for (const folder of places) {
    const found = new Map<InjectionKind, readonly InjectedFile[]>();
    for (const kind of kinds) {
      const files = await filesOf(folder, kind, onProblem);
      if (files.length > 0) found.set(kind, files);
    }
    if (found.size > 0) return found;
  }
  return new Map();
}

async function filesOf(
  folder: string,
  kind: InjectionKind,
  onProblem: (text: string) => void,
): Promise<readonly InjectedFile[]> {
  const files: InjectedFile[] = [];
  const [first, ...others] = fileNames[kind];
  const read = async (name: string) => {
    const path = `${folder}/${name}`;
    const data = await readRegularFile(path, { mostBytes }).catch((error: Error) => {
      onProblem(`${path} is ignored: ${error.message.replace(/\.$/, '')}.`);
      return undefined;
    });
    if (data !== undefined) files.push({ name, data });
    return data !== undefined;
  };
  if (!(await read(first))) return [];
  for (const name of others) await read(name);
  // cloud-init takes no user-data without it; an empty one is enough.
  if (kind === 'cloud-init' && !files.some(({ name }) => name === 'meta-data')) {
    files.push({ name: 'meta-data', data: new Uint8Array() });
  }
  return files;
}
