import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoMachine, startDemo } from './demo.ts';
import { createQemuMonitor, type QemuMonitor } from './qemu-monitor.ts';
import { type Seat, screenSeat } from './seat.ts';

/** The demo on a machine with screen and keyboard. */
export interface ScreenDemo extends DemoMachine {
  readonly monitor: QemuMonitor;
  readonly seat: Seat;
}

export async function startScreenDemo(): Promise<ScreenDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-screen-'));
  const monitor = await createQemuMonitor();
  const demo = await startDemo({
    cmdline: 'console=tty0',
    hardware: ['-device', 'VGA', ...monitor.arguments],
  });
  return {
    ...demo,
    monitor,
    seat: screenSeat(monitor, { folder }),
    close: async () => {
      await demo.close();
      await monitor.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
