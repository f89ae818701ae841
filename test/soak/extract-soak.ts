import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '../../src/app/commands.ts';
import type { MachineArchitecture } from '../../tools/shared/architectures.ts';
import { makeIso } from '../helpers/isos.ts';
import { serve } from '../helpers/range-server.ts';
import { runCases, type Soak, type SoakCase, statusOf } from './cases.ts';
import { bootExtracted, tinyInitrd } from './extract/guest.ts';
import { apkSource, debSource, pacmanSource, rpmSource } from './extract/packages.ts';
import { ukiSource, zbootSource } from './extract/programs.ts';
import { debianKernel } from './kernels/chain-files.ts';

/** What is made in a directory of its own, and what is done with it after the extraction. */
type MakeSource = (work: string) => Promise<string | { url: string; close(): Promise<void> }>;

interface Expected {
  readonly arch?: MachineArchitecture;
  /** In the words that the kernel was started with. */
  readonly words?: string;
}

const soak: Soak = {
  name: 'extract',
  columns: ['kernel', 'format', 'bytes', 'seconds to its init'],
  cases: [
    caseOf('kernel', () => debianKernel('trixie')),
    caseOf('deb', debSource),
    caseOf('rpm', rpmSource),
    caseOf('apk', apkSource),
    caseOf('pacman', pacmanSource),
    caseOf('uki', ukiSource, { words: 'from=uki' }),
    caseOf('zboot', zbootSource, { arch: 'aarch64' }),
    caseOf('iso', isoSource, { words: 'from=iso' }),
    caseOf('url', servedIso, { words: 'from=iso' }),
    caseOf('directory', async (work) => (await isoSource(work)).replace(/\.iso$/, '.d'), {
      words: 'from=iso',
    }),
  ],
};

/**
 * `[--fresh] [CASE]...`: takes a kernel out of each kind of source, as distros' own tools make it, and
 * boots it. Returns the exit status.
 */
export async function soakExtract(argv: readonly string[]): Promise<number> {
  return statusOf(soak, await runCases(soak, argv));
}

function caseOf(name: string, make: MakeSource, expected: Expected = {}): SoakCase {
  const { arch = 'x86_64', words = '' } = expected;
  return {
    name,
    async run(watch) {
      const work = await mkdtemp(join(tmpdir(), 'webboot-extract-'));
      const output = join(work, 'out');
      try {
        // makepkg runs as another user.
        await chmod(work, 0o711);
        await mkdir(join(work, 'source'));
        const source = await make(join(work, 'source'));
        const { run, rest } = await findCommand([
          ...['extract', '-o', output],
          typeof source === 'string' ? source : source.url,
        ]);
        const { signal } = new AbortController();
        await run(rest, { stdout: () => {}, stderr: () => {}, env: {}, signal });
        if (typeof source !== 'string') await source.close();
        const metadata = JSON.parse(await readFile(join(output, 'kernel-metadata.json'), 'utf8'));
        const wanted = new RegExp(`^started: (\\S+)$\\s+^words: .*${words}`, 'm');
        const { version, seconds } = await bootExtracted(output, { wanted, arch }, watch);
        return {
          ok: version === metadata.version && metadata.arch === arch,
          cells: [version, metadata.format, metadata.image.bytes, seconds],
        };
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
  };
}

async function isoSource(work: string): Promise<string> {
  return makeIso(work, {
    ...{ tool: 'xorriso', name: 'live', options: ['-R'] },
    spec: {
      'boot/grub/grub.cfg':
        'menuentry Live { linux /live/vmlinuz from=iso\n initrd /live/initrd }\n',
      'live/vmlinuz': await readFile(await debianKernel('trixie')),
      'live/initrd': await tinyInitrd('x86_64'),
    },
  });
}

async function servedIso(work: string) {
  return serve(await isoSource(work), { ranges: true });
}
