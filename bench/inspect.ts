import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { surveyInitrd } from '../src/formats/initrd/survey-initrd.ts';
import { openFileMedium } from '../src/linux/file-medium.ts';
import { bigIso } from '../test/helpers/isos.ts';
import { demoOptions, ensureLiveIso } from '../tools/demo/iso.ts';
import { projectDirectory } from '../tools/paths.ts';
import { extract } from './iso-file.ts';
import { type Candidate, measure } from './measure.ts';
import type { BenchReport, BenchRow } from './report.ts';

const webboot = join(projectDirectory, 'bin/webboot.mjs');

/**
 * Cold starts of `webboot inspect`: of a sparse ISO of 5 GB against an empty Node, and with `--deep` of
 * a live ISO against the tools that list the same initrd.
 */
export async function run(): Promise<BenchReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'webboot-bench-'));
  try {
    const { path: big } = await bigIso();
    const live = await ensureLiveIso('debian-live', demoOptions);
    const initrd = await extract(live, '/live/initrd.img', join(scratch, 'initrd.img'));
    const node: Candidate = { name: 'node -e 0', command: [process.execPath, '-e', '0'] };
    const cold: Candidate = {
      name: 'webboot inspect, ISO of 5 GB',
      command: [process.execPath, webboot, 'inspect', '--json', big],
    };
    const early = await earlyBytes(initrd);
    const listed: Candidate = {
      name: 'cpio -t; zstdcat | cpio -t',
      command: `head -c ${early} ${initrd} | cpio -t --quiet; tail -c +${early + 1} ${initrd} | zstdcat | cpio -t --quiet`,
    };
    const deep: Candidate = {
      name: 'webboot inspect --deep, live ISO',
      command: [process.execPath, webboot, 'inspect', '--json', '--deep', live],
    };
    return {
      title: 'inspect (wall seconds of whole processes, medians of 15)',
      rows: [...(await compare(node, cold, 4)), ...(await compare(listed, deep, 2))],
      notes: ['the initrd is that of a Debian 13 live system, by zstd'],
    };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function compare(
  baseline: Candidate,
  candidate: Candidate,
  limit: number,
): Promise<readonly BenchRow[]> {
  const [base, measured] = await measure([baseline, candidate], { runs: 15 });
  if (base === undefined || measured === undefined) return [];
  return [base, { ...measured, baseline: base, limit }];
}

/** Debian 13's initrds have their modules and firmware uncompressed in front of what zstd packed. */
async function earlyBytes(initrd: string): Promise<number> {
  const medium = await openFileMedium(initrd);
  try {
    return (await surveyInitrd(medium)).segments.at(-1)?.offset ?? 0;
  } finally {
    await medium.close();
  }
}
