import { describe, expect, it } from 'vitest';
import { createWorkBudget, workLimits } from '../../../src/formats/work-budget.ts';

const mega = 1 << 20;

describe('the budget of an inspection', () => {
  it('suffices for an initrd of 47 MB that holds 200 MB', async () => {
    const budget = createWorkBudget();
    for (let piece = 0; piece < 200; piece += 1) {
      await budget.pay({ packed: 47 * 5243, unpacked: mega });
    }
  });

  it('is one for all streams: small bombs add up', async () => {
    const budget = createWorkBudget();
    await budget.pay({ streams: 1, packed: 81, unpacked: 60 * mega });
    await expect(budget.pay({ streams: 1, packed: 81, unpacked: 60 * mega })).rejects.toThrow(
      'grows from 162 bytes to over 125829120, more than is plausible',
    );
  });

  it('ends what is packed well, but to more than any RAM holds', async () => {
    const budget = createWorkBudget();
    await expect(
      budget.pay({ packed: 2 ** 30, unpacked: workLimits.unpackedBytes + 1 }),
    ).rejects.toThrow(/plausible/);
  });

  it('ends streams without end that hold nothing', async () => {
    const budget = createWorkBudget();
    await budget.pay({ streams: workLimits.streams });
    await expect(budget.pay({ streams: 1 })).rejects.toThrow(/over 16384 streams/);
  });

  it('ends what keeps the machine busy, and counts no time of waiting for the image', async () => {
    let time = 0;
    const budget = createWorkBudget({ now: () => time });
    time += 3_600_000;
    await budget.pay({});
    const busy = async () => {
      for (let step = 0; step < 200; step += 1) {
        time += 200;
        await budget.pay({});
      }
    };
    await expect(busy()).rejects.toThrow(/busy for 30 s/);
  });

  it('gives slow machines the time that a large initrd needs', async () => {
    let time = 0;
    const budget = createWorkBudget({ now: () => time });
    for (let step = 0; step < 400; step += 1) {
      time += 200;
      await budget.pay({ packed: 1 << 16, unpacked: 1 << 17 });
    }
  });

  it('lets timers have their turn', async () => {
    let time = 0;
    let turns = 0;
    const budget = createWorkBudget({ now: () => time });
    setImmediate(() => {
      turns += 1;
    });
    await budget.pay({});
    expect(turns).toBe(0);
    time += 20;
    await budget.pay({});
    expect(turns).toBe(1);
  });

  it('ends when nobody waits for the inspection any more', async () => {
    const controller = new AbortController();
    const budget = createWorkBudget({ signal: controller.signal });
    await budget.pay({});
    controller.abort(new Error('cancelled'));
    await expect(budget.pay({})).rejects.toThrow('cancelled');
  });
});
