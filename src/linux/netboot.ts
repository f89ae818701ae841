import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dnsmasqConfig, type NetbootNetwork } from '../core/netboot/dnsmasq-config.ts';
import { grubMenuName, type NetbootArchitecture, netbootLoaders } from '../core/netboot/files.ts';
import { WebbootError } from '../errors.ts';
import { ensureDnsmasq, startDnsmasq } from './dnsmasq.ts';

export interface NetbootOptions {
  /** The folder with the boot loaders. */
  readonly folder: string;
  /** Which machines are answered. */
  readonly architectures: readonly NetbootArchitecture[];
  readonly grubMenu: string;
  /** Where webboot's images are by HTTP. */
  readonly port: number;
  readonly path: string;
  readonly onNote: (text: string) => void;
  readonly onProblem: (text: string) => void;
}

/**
 * Answers PXE clients of this machine's networks beside their own DHCP server. Throws WebbootError:
 * `not-permitted` without root, `no-network`, `file-not-found` if a boot loader is missing,
 * `host-tool-missing`, `host-unsupported`.
 */
export async function startNetboot({
  folder,
  architectures,
  grubMenu,
  port,
  path,
  onNote,
  onProblem,
}: NetbootOptions): Promise<{ stop(): Promise<void> }> {
  const networks = ipv4Networks();
  if (networks.length === 0) {
    throw new WebbootError('no-network', 'This machine has no IPv4 address on a network.', {
      remedy: 'PXE needs IPv4: connect the machine, then start again.',
    });
  }
  const program = await ensureDnsmasq(onNote);
  // A folder of its own: dnsmasq gives up root, and could not read one in somebody's home.
  const work = await mkdtemp(join(tmpdir(), 'webboot-netboot-'));
  const clear = () => rm(work, { recursive: true, force: true });
  try {
    const served = join(work, 'tftp');
    await copyLoaders(folder, { architectures, to: served });
    await mkdir(dirname(join(served, grubMenuName)));
    await writeFile(join(served, grubMenuName), grubMenu);
    await chmod(work, 0o755);
    const config = join(work, 'dnsmasq.conf');
    const answers = { networks, architectures, folder: served, port, path };
    await writeFile(config, dnsmasqConfig(answers));
    const dnsmasq = await startDnsmasq(program, config, { onProblem });
    return {
      async stop() {
        await dnsmasq.stop();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** Before anything is downloaded for it. */
export function requireRootForNetboot(): void {
  if (process.getuid?.() === 0) return;
  throw new WebbootError('not-permitted', 'Only root can answer PXE clients.', {
    remedy: 'Run the command with sudo, or serve without --netboot.',
  });
}

/** This machine's networks, loopback left out. */
export function ipv4Networks(interfaces = networkInterfaces()): readonly NetbootNetwork[] {
  return Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address, netmask }) => ({ interface: name, address, netmask })),
  );
}

async function copyLoaders(
  from: string,
  { architectures, to }: Pick<NetbootOptions, 'architectures'> & { readonly to: string },
): Promise<void> {
  await mkdir(to);
  for (const name of architectures.flatMap((arch) => netbootLoaders[arch])) {
    try {
      await copyFile(join(from, name), join(to, name));
    } catch (cause) {
      throw missingNetbootFiles(from, cause);
    }
    await chmod(join(to, name), 0o644);
  }
}

export function missingNetbootFiles(folder: string, cause?: unknown): WebbootError {
  return new WebbootError(
    'file-not-found',
    `The files to start machines from are not in ${folder}.`,
    {
      subject: folder,
      remedy: `Write them with "npm run image -- --netboot ${folder}".`,
      cause,
    },
  );
}
