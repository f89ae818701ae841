import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inputsDigest } from '../bundle/inputs.ts';
import { debianMirror } from '../debian/debian-mirror.ts';
import { buildLiveIso } from '../live-iso/live-iso.ts';
import type { LiveIsoOptions } from '../live-iso/options.ts';
import { architectureNames, type MachineArchitecture } from '../shared/architectures.ts';
import { buildDirectory } from '../shared/paths.ts';
import { step } from '../shared/say.ts';
import type { DemoKey } from './key.ts';
import { type Publication, publishDemo } from './publish.ts';

export const demoDirectory = join(buildDirectory, 'demo');

/** The demo, `npm start`'s and the tests'. */
export const demoOptions = demoOptionsFor('x86_64');

export function demoOptionsFor(arch: MachineArchitecture): LiveIsoOptions {
  return {
    arch,
    suite: 'trixie',
    generator: 'live-boot',
    rootImage: 'squashfs-zstd',
    kernelFlavour: 'cloud',
    layered: false,
    volumeId: 'DEBIAN_LIVE_DEMO',
    title: `Debian GNU/Linux trixie "Demo" - webboot ${architectureNames[arch].debian} LIVE`,
  };
}

/** Builds the live ISO when its recipe has changed since (not when only Debian has); its path. */
export async function ensureLiveIso(name: string, options: LiveIsoOptions): Promise<string> {
  const { iso, stamp, digest, current } = await findLiveIso(name, options);
  if (current) return iso;
  await rm(stamp, { force: true });
  const mirror = await debianMirror();
  await step(`live ISO "${name}" (a few minutes)`, () =>
    buildLiveIso(options, { mirror, out: iso }),
  );
  await writeFile(stamp, digest);
  return iso;
}

async function findLiveIso(name: string, options: LiveIsoOptions) {
  const iso = join(demoDirectory, `${name}.iso`);
  const stamp = `${iso}.inputs`;
  const digest = await inputsDigest(['tools/live-iso'], JSON.stringify(options));
  const built = await Promise.all([readFile(stamp, 'utf8'), access(iso)]).catch(() => ['']);
  return { iso, stamp, digest, current: built[0] === digest };
}

/** The demo's ISO, signed by `key`, in a folder to serve. */
export async function ensureDemo(
  key: DemoKey,
  arch: MachineArchitecture = 'x86_64',
): Promise<Publication> {
  const iso = await ensureDemoIso(arch);
  const directory = arch === 'x86_64' ? demoDirectory : join(demoDirectory, arch);
  return publishDemo({ iso, directory, key });
}

/** The path of the ISO alone. */
export async function ensureDemoIso(arch: MachineArchitecture): Promise<string> {
  return ensureLiveIso(demoName(arch), demoOptionsFor(arch));
}

/** Whether it is built already, by today's recipe. */
export async function hasDemoIso(arch: MachineArchitecture): Promise<boolean> {
  return (await findLiveIso(demoName(arch), demoOptionsFor(arch))).current;
}

function demoName(arch: MachineArchitecture): string {
  return arch === 'x86_64' ? 'debian-live' : `debian-live-${architectureNames[arch].debian}`;
}
