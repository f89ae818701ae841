import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defined } from '../../src/core/defined.ts';
import { step } from '../shared/say.ts';
import { masterLiveIso } from './master.ts';
import type { LiveIsoOptions } from './options.ts';
import { buildLiveParts } from './root-image.ts';

/** Makes a bootable live ISO at `out` from Debian's packages. One to four minutes, much of it CPU. */
export async function buildLiveIso(
  options: LiveIsoOptions,
  { mirror, out, signal }: { mirror: string; out: string; signal?: AbortSignal },
): Promise<void> {
  await mkdir(dirname(out), { recursive: true });
  const work = await mkdtemp(join(tmpdir(), 'webboot-iso-'));
  try {
    const title = `live system of Debian ${options.suite} (${options.generator})`;
    const parts = await step(title, () =>
      buildLiveParts(options, {
        mirror,
        directory: work,
        ...defined({ signal }),
      }),
    );
    await step('ISO image', () =>
      masterLiveIso(options, { parts: join(parts.directory, 'parts'), work, out }),
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
