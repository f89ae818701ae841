import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { openCatalogue } from '../../src/app/open-catalogue.ts';
import { createNetwork } from '../../src/net/network.ts';
import { proxyFromEnvironment } from '../../src/net/transport-options.ts';
import { guestMemory } from '../qemu/guest-memory.ts';
import { projectDirectory } from '../shared/paths.ts';
import { runSmoke } from '../smoke/run-smoke.ts';
import { prove, type Seen } from './prove.ts';
import { offersOf, resolveOffer } from './resolve-rows.ts';

/** A system that has come up: it asks who is there, or its targets are reached. */
const state = /login:|Reached target .*(?:Graphical|Multi-User)|automatic login|~ #|:~[#$] /m;

/** Boots rows in QEMU, from the images that their servers have now. Returns how many failed. */
export async function proveInQemu(ids: readonly string[], print: (line: string) => void) {
  const { rows } = await openCatalogue();
  const network = createNetwork({ proxy: proxyFromEnvironment(process.env) });
  return prove(ids, {
    rows,
    directory: join(projectDirectory, 'distros'),
    now: new Date(),
    print,
    resolve: async (id) => {
      const offered = offersOf(rows).find(
        ({ row, variant, arch }) => `${row.id}/${variant.id}` === id && arch === 'x86_64',
      );
      if (offered === undefined) throw new Error(`${id} is not offered for x86_64`);
      return resolveOffer(offered, rows, network);
    },
    boot: async (id, { fileName }) => bootVerified(id, fileName),
  });
}

async function bootVerified(id: string, fileName: string): Promise<Seen> {
  const directory = await mkdtemp(join(tmpdir(), 'webboot-prove-'));
  try {
    const iso = join(directory, fileName);
    const webboot = join(projectDirectory, 'bin/webboot.mjs');
    await execa('node', [webboot, 'fetch', id, '--arch', 'x86_64', '--output', iso], {
      stdio: 'inherit',
    });
    const { size } = await stat(iso);
    const { ok, message, seconds, log } = await runSmoke({ iso, expect: state });
    if (!ok) return { ok, reason: message };
    const kernel = [...log.matchAll(/Linux version (\S+)/g)].at(-1)?.[1] ?? 'unknown';
    return { ok, kernel, seconds: seconds.matched ?? 0, ramMiB: guestMemory(size).memoryMb };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
