import { describe, expect, it } from 'vitest';
import type { BenchReport } from '../../../../bench/parts/report.ts';
import { runEach } from '../../../../bench/parts/run-each.ts';
import { WebbootError } from '../../../../src/errors.ts';

const report = (title: string): BenchReport => ({ title, rows: [], notes: [] });
const bench = (name: string) => ({ name, run: async () => report(name) });

describe('benchmarks in one run', () => {
  it('go on after one that fails, which is reported with its remedy', async () => {
    const fails = async () => {
      throw new WebbootError('host-tool-missing', 'aria2c is missing.', { remedy: 'Install it.' });
    };
    const { reports, failed } = await runEach(
      [bench('start'), { name: 'fetch', run: fails }, bench('inspect')],
      async () => {},
    );
    expect(failed).toEqual(['fetch']);
    expect(reports).toEqual([
      report('start'),
      {
        title: 'fetch: FAILED',
        rows: [],
        notes: ['fetch failed: aria2c is missing. Install it.'],
      },
      report('inspect'),
    ]);
  });

  it('hand out all reports so far after each', async () => {
    const seen: string[] = [];
    await runEach([bench('start'), bench('boot')], async (reports) => {
      seen.push(reports.map(({ title }) => title).join(' '));
    });
    expect(seen).toEqual(['start', 'start boot']);
  });
});
