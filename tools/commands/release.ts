import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import { buildRelease } from '../release/build-release.ts';
import { signChecksums, writeChecksums } from '../release/checksums.ts';
import { parseReleaseArguments, type ReleaseOptions, usage } from '../release/options.ts';
import { buildDirectory, projectDirectory } from '../shared/paths.ts';
import { reportingErrors } from '../shared/report-error.ts';
import { say } from '../shared/say.ts';

/** `npm run release`: everything that is released, from the sources as they are. */
await reportingErrors(async () => {
  const options = parseReleaseArguments(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(usage);
    return;
  }
  const { version } = JSON.parse(
    await readFile(join(projectDirectory, 'package.json'), 'utf8'),
  ) as { readonly version: string };
  const out = options.out ?? join(buildDirectory, 'release', version);
  const list = await buildAll(options, version, out);
  if (options.twice) await compare(options, version, list);
  if (options.key !== undefined) await signChecksums(list, options.key, version);
  say(`${out} is complete`);
});

async function buildAll(
  { architectures }: ReleaseOptions,
  version: string,
  out: string,
): Promise<string> {
  await rm(out, { recursive: true, force: true });
  const work = await mkdtemp(join(tmpdir(), 'webboot-release-'));
  try {
    for (const arch of architectures) await buildRelease(arch, { version, out, work });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return writeChecksums(out);
}

/** A release that cannot be built again byte for byte cannot be checked by anybody. */
async function compare(options: ReleaseOptions, version: string, list: string): Promise<void> {
  const again = await mkdtemp(join(tmpdir(), 'webboot-release-again-'));
  try {
    const first = await readFile(list, 'utf8');
    const second = await readFile(await buildAll(options, version, join(again, 'out')), 'utf8');
    const other = second.split('\n').filter((line) => !first.includes(line));
    if (other.length === 0) return;
    const names = other.map((line) => line.split('  ')[1]).join(', ');
    throw new WebbootError('build-failed', `A second build differs in ${names}.`, {
      remedy: 'Find what depends on the time or the place of the build before you release.',
    });
  } finally {
    await rm(again, { recursive: true, force: true });
  }
}
