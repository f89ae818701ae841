import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { surveyInitrd } from '../src/formats/initrd/survey-initrd.ts';
import { openFileMedium } from '../src/linux/file-medium.ts';
import { bigIso } from '../test/helpers/isos.ts';
import { liveIsos } from '../test/helpers/live-isos.ts';
import { demoOptions, ensureLiveIso } from '../tools/demo/iso.ts';
import { projectDirectory } from '../tools/shared/paths.ts';
import { extract } from './parts/iso-file.ts';
import { type Candidate, measure } from './parts/measure.ts';
import type { BenchReport, BenchRow } from './parts/report.ts';

const webboot = join(projectDirectory, 'bin/webboot.mjs');

/**
 * Cold starts of `webboot inspect`: of a sparse ISO of 5 GB against an empty Node, and with `--deep` of
 * two live ISOs against the tools that list the same initrds.
 */
export async function run(): Promise<BenchReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'webboot-bench-'));
  try {
    const { path: big } = await bigIso();
    const demo = await ensureLiveIso('debian-live', demoOptions);
    const full = await ensureLiveIso('sid-live-boot', liveIsos['sid-live-boot']);
    const node: Candidate = { name: 'node -e 0', command: [process.execPath, '-e', '0'] };
    const cold: Candidate = {
      name: 'webboot inspect, ISO of 5 GB',
      command: [process.execPath, webboot, 'inspect', '--json', big],
    };
    return {
      title: 'inspect (wall seconds of whole processes, medians of 15)',
      rows: [
        ...(await compare(node, cold, 4)),
        ...(await compareDeep('cloud kernel', demo, scratch)),
        ...(await compareDeep('full kernel', full, scratch)),
      ],
      notes: [
        "the initrds are Debian's, by zstd: trixie with the cloud kernel, sid with the full one",
      ],
    };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Against the tools that list the same initrd. */
async function compareDeep(
  name: string,
  iso: string,
  scratch: string,
): Promise<readonly BenchRow[]> {
  const initrd = await extract(iso, '/live/initrd.img', join(scratch, `${basename(iso)}.initrd`));
  const early = await earlyBytes(initrd);
  const listed: Candidate = {
    name: `cpio -t; zstdcat | cpio -t, ${name}`,
    command: `head -c ${early} ${initrd} | cpio -t --quiet; tail -c +${early + 1} ${initrd} | zstdcat | cpio -t --quiet`,
  };
  const deep: Candidate = {
    name: `webboot inspect --deep, live ISO, ${name}`,
    command: [process.execPath, webboot, 'inspect', '--json', '--deep', iso],
  };
  return compare(listed, deep, 2);
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
