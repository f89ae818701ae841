import { afterEach, describe, expect, it } from 'vitest';
import { demoDirectory, ensureDemo } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import { runSmoke } from '../../tools/smoke/run-smoke.ts';
import { type DemoMachine, runInLiveSystem, startDemo } from '../helpers/demo.ts';
import { serialSeat } from '../helpers/seat.ts';
import { bootDemoByKeys } from '../helpers/walk.ts';

/** What a serial line of 9600 baud may be given in a minute of a download. */
const bytesPerMinute = 20_000;

let demo: DemoMachine | undefined;

afterEach(async () => {
  await demo?.close();
  demo = undefined;
});

describe('the demo', () => {
  it('comes from the menu to a login, with its medium on /dev/pmem0', async () => {
    demo = await startDemo();
    const { machine } = demo;
    let bytes = 0;
    machine.onOutput((chunk) => {
      bytes += chunk.length;
    });
    await bootDemoByKeys(serialSeat(machine));
    console.log(`${bytes} bytes went over the serial line up to the verified image`);
    expect(bytes).toBeLessThan(bytesPerMinute);
    const mounts = await runInLiveSystem(machine, 'cat /proc/mounts');
    expect(mounts).toMatch(/^\/dev\/pmem0 \/run\/live\/medium iso9660 ro/m);
  });

  it('boots without a person where the reservation has to be found first', async () => {
    const { fileName } = await ensureDemo(await demoKey());
    const iso = `${demoDirectory}/${fileName}`;
    const result = await runSmoke({ iso, expect: /login: /, memoryMb: 1536 });
    expect(result.failure).toBeUndefined();
    expect(result).toMatchObject({ ok: true, stage: 'target' });
  });

  it('is refused when the mirror changed one byte of it', async () => {
    const { fileName } = await ensureDemo(await demoKey());
    const iso = `${demoDirectory}/${fileName}`;
    const result = await runSmoke({ iso, expect: /login: /, corrupt: true });
    expect(result.failure?.code).toBe('digest-wrong');
    expect(result).toMatchObject({ ok: true, stage: 'acquire' });
  });
});
