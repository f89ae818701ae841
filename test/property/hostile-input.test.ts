import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { hostileCases } from '../fuzz/hostile/cases.ts';

/** A line of test/fuzz/hostile/run.ts. */
interface Finding {
  readonly name: string;
  readonly longestBlockMs: number;
  readonly busyMs: number;
  readonly wrong?: string;
  readonly cancelMs?: number;
  readonly peakMb: number;
}

/** As in the image (initramfs/init.sh): garbage is collected early. */
const youngGeneration = '--max-semi-space-size=4';
const run = fileURLToPath(new URL('../fuzz/hostile/run.ts', import.meta.url));

// In processes of their own: nobody else blocks their timers, and their memory is the readers' and the input's.
describe('hostile input', () => {
  let findings: readonly Finding[] = [];

  beforeAll(async () => {
    const lines: string[] = [];
    for (const group of Object.keys(hostileCases)) {
      const { stdout } = await promisify(execFile)(process.execPath, [youngGeneration, run, group]);
      lines.push(...stdout.trim().split('\n'));
    }
    findings = lines.map((line) => JSON.parse(line));
  }, 600_000);

  test('is read or refused with a reason', () => {
    expect(findings.length).toBeGreaterThan(15);
    expect(findings.filter(({ wrong }) => wrong !== undefined)).toEqual([]);
  });

  test('never keeps timers, keys and the download waiting for 200 ms of processor time', () => {
    expect(findings.filter(({ longestBlockMs }) => longestBlockMs > 200)).toEqual([]);
  });

  test('is left within a second when it is cancelled', () => {
    const cancelled = findings.filter(({ cancelMs }) => cancelMs !== undefined);
    expect(cancelled.length).toBeGreaterThan(5);
    expect(cancelled.filter(({ cancelMs = 0 }) => cancelMs > 1000)).toEqual([]);
  });

  test('takes no more than 512 MB of memory', () => {
    expect(findings.filter(({ peakMb }) => peakMb > 512)).toEqual([]);
  });
});
