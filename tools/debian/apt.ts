import { access, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import { fileDigest } from '../bundle/inputs.ts';
import { architectureNames, type MachineArchitecture } from '../shared/architectures.ts';
import { buildDirectory } from '../shared/paths.ts';
import { say } from '../shared/say.ts';
import { runTool } from '../shared/tool.ts';
import { type PackageRecord, parsePackageRecords, sharedLibraries } from './apt-records.ts';
import { debianMirror } from './debian-mirror.ts';

/** A package's file, its digest the one of the signed package list. */
export interface Deb {
  readonly package: string;
  readonly version: string;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly file: string;
}

/** Debian's packages of one suite and architecture, apart from the host's own apt. */
export interface AptState {
  /** Fetches the package lists when they are a day old; without network the old ones serve. */
  update(): Promise<void>;
  /** The name of the release that the lists are of: "trixie". */
  codename(): Promise<string>;
  /** The newest version of each; throws 'build-failed' for a name that the suite does not have. */
  records(packages: readonly string[]): Promise<readonly PackageRecord[]>;
  /** The shared libraries that these packages need, directly and through one another. */
  libraries(packages: readonly string[]): Promise<readonly string[]>;
  /** Downloads what is not there yet, verified by the lists' signature; in the order asked for. */
  download(packages: readonly string[]): Promise<readonly Deb[]>;
}

const keyrings = ['gpg', 'pgp'].map((end) => `/usr/share/keyrings/debian-archive-keyring.${end}`);
const listsLifetime = 24 * 3600 * 1000;

/** Parts of Debian's archive: what is free, of that the installer's own packages, and firmware that is not free. */
export type Component = 'main' | 'main/debian-installer' | 'non-free-firmware';

/** Opens, and makes when it is not there, a private apt in `root`; nothing of the host is changed. */
export async function openAptState({
  suite,
  arch,
  components = ['main'],
  root = join(buildDirectory, 'apt'),
}: {
  suite: string;
  arch: MachineArchitecture;
  components?: readonly Component[];
  root?: string;
}): Promise<AptState> {
  const architecture = architectureNames[arch].debian;
  const others = components.filter((component) => component !== 'main');
  const folder = join(root, [suite, architecture, ...others].join('-').replaceAll('/', '-'));
  const archives = join(folder, 'debs');
  for (const name of ['lists/partial', 'cache', 'etc', 'debs']) {
    await mkdir(join(folder, name), { recursive: true });
  }
  const mirror = await debianMirror();
  const source = `deb [signed-by=${await keyring()}] ${mirror} ${suite} ${components.join(' ')}\n`;
  await writeFile(join(folder, 'etc/sources.list'), source);
  await writeFile(join(folder, 'status'), '');
  await writeFile(join(folder, 'apt.conf'), await configuration({ folder, architecture }));
  const env = { APT_CONFIG: join(folder, 'apt.conf') };
  const remedy = `check that ${mirror} is reachable (WEBBOOT_DEBIAN_MIRROR names another mirror)`;
  const stamp = join(folder, 'lists/updated');

  const records = async (packages: readonly string[]) => {
    const text = await runTool('apt-cache', ['show', '--no-all-versions', ...packages], {
      env,
      remedy: `The packages of ${suite} may have changed: delete ${folder} and try again.`,
    });
    return parsePackageRecords(text);
  };

  return {
    records,
    async update() {
      const updated = await modified(stamp);
      if (updated !== undefined && Date.now() - updated < listsLifetime) return;
      try {
        await runTool('apt-get', ['update', '-q', '--error-on=any'], { env, remedy });
        await writeFile(stamp, '');
        await utimes(stamp, new Date(), new Date());
      } catch (error) {
        if (updated === undefined) throw error;
        say(`no new package lists; using those of ${new Date(updated).toISOString()}`);
      }
    },
    async codename() {
      const names = await readdir(join(folder, 'lists'));
      const name = names.find((one) => one.endsWith('_InRelease'));
      const text = name === undefined ? '' : await readFile(join(folder, 'lists', name), 'utf8');
      return /^Codename: (\S+)$/m.exec(text)?.[1] ?? '';
    },
    async libraries(packages) {
      return sharedLibraries(packages, records);
    },
    async download(packages) {
      const wanted = await records(packages);
      const debs = wanted.map((record) => debOf(record, archives));
      const present = await Promise.all(debs.map(isDownloaded));
      const absent = debs.filter((_, index) => !present[index]);
      if (absent.length > 0) {
        say(`downloading ${absent.length} packages of Debian ${suite}`);
        const names = absent.map((deb) => `${deb.package}=${deb.version}`);
        await runTool('apt-get', ['download', '-q', ...names], { cwd: archives, env, remedy });
        for (const deb of absent) await requireDownloaded(deb);
      }
      return debs;
    },
  };
}

/** What the package lists say makes no sense, though they are signed. */
export function oddLists(message: string): WebbootError {
  return new WebbootError('build-failed', message, {
    remedy: 'The mirror may be in the middle of an update: delete build/apt and try again.',
  });
}

/** Unpacks a package's files into a directory. */
export async function unpackDeb(deb: Deb, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await runTool('dpkg-deb', ['-x', deb.file, directory], {
    remedy: `Delete ${deb.file} and try again.`,
  });
}

/**
 * How to reach a mirror (proxies, certificates) is as on the host; the host's hooks, sources and
 * preferences are left out, as some of them act on the host's own caches.
 */
async function configuration(at: { folder: string; architecture: string }): Promise<string> {
  const dump = await runTool('apt-config', ['dump'], { package: 'apt' });
  const reach = dump
    .split('\n')
    .filter((line) => /^Acquire::(?:http|https|Check|Retries)/.test(line));
  const absent = join(at.folder, 'etc/absent');
  await mkdir(absent, { recursive: true });
  return [
    `Dir::Etc::sourcelist "${join(at.folder, 'etc/sources.list')}";`,
    ...['main', 'parts', 'sourceparts', 'preferencesparts', 'trustedparts'].map(
      (name) => `Dir::Etc::${name} "${absent}";`,
    ),
    `Dir::Etc::preferences "${join(absent, 'preferences')}";`,
    `Dir::State "${at.folder}";`,
    `Dir::State::lists "${join(at.folder, 'lists')}";`,
    `Dir::State::status "${join(at.folder, 'status')}";`,
    `Dir::Cache "${join(at.folder, 'cache')}";`,
    `APT::Architecture "${at.architecture}";`,
    `APT::Architectures { "${at.architecture}"; };`,
    // The unprivileged user of root's apt cannot write into a checkout.
    'APT::Sandbox::User "root";',
    'Acquire::Languages "none";',
    ...reach,
    '',
  ].join('\n');
}

async function keyring(): Promise<string> {
  for (const path of keyrings) {
    if (await isReadable(path)) return path;
  }
  throw new WebbootError('host-tool-missing', "The keys of Debian's archive are not installed.", {
    subject: keyrings[0],
    remedy: 'Install them with apt-get install debian-archive-keyring.',
  });
}

/** apt's own name for the file: a colon of the version is escaped. The installer's packages end otherwise. */
function debOf(record: PackageRecord, archives: string): Deb {
  const { version, sha256 } = record;
  const end = record.section === 'debian-installer' ? 'udeb' : 'deb';
  const name = `${record.package}_${version.replaceAll(':', '%3a')}_${record.architecture}.${end}`;
  return { package: record.package, version, sha256, file: join(archives, name) };
}

async function isDownloaded(deb: Deb): Promise<boolean> {
  if (!(await isReadable(deb.file))) return false;
  return (await fileDigest(deb.file)) === deb.sha256;
}

async function requireDownloaded(deb: Deb): Promise<void> {
  if (await isDownloaded(deb)) return;
  throw new WebbootError(
    'build-failed',
    `${deb.package} differs from its entry in the package list.`,
    {
      subject: deb.file,
      remedy: 'Delete it and try again.',
    },
  );
}

async function isReadable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function modified(path: string): Promise<number | undefined> {
  return stat(path).then(
    (info) => info.mtimeMs,
    () => undefined,
  );
}
