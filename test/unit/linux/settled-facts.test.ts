import { describe, expect, it } from 'vitest';
import { settledFacts } from '../../../src/linux/settled-facts.ts';
import { hostFacts } from '../../helpers/facts.ts';

const memmap = 'console=tty0 memmap=0x8000000!0x40000000';

/** A machine whose driver is there at the third look. */
function lateDriver(cmdline: string) {
  let looks = 0;
  const read = async () => {
    looks += 1;
    return hostFacts({ cmdline, ...(looks < 3 ? { pmem: [] } : {}) });
  };
  return { read, looks: () => looks };
}

describe('the facts of a machine that sets memory aside', () => {
  it('wait for its device', async () => {
    const { read } = lateDriver(memmap);
    expect((await settledFacts(read, 1)()).pmem).toHaveLength(1);
  });

  it('wait for it once, however often they are asked for', async () => {
    let looks = 0;
    const facts = settledFacts(async () => {
      looks += 1;
      return hostFacts({ cmdline: memmap, pmem: [] });
    }, 0);
    await Promise.all([facts(), facts()]);
    const before = looks;
    expect((await facts()).pmem).toEqual([]);
    expect(looks - before).toBe(2);
  });

  it('do not wait where none was set aside', async () => {
    const { read, looks } = lateDriver('console=tty0 memmap=1G$4G');
    expect((await settledFacts(read, 1)()).pmem).toEqual([]);
    expect(looks()).toBe(1);
  });
});
