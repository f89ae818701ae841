import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { claimDevice } from '../../../src/linux/claimed-devices.ts';

const source = new URL('../../../src/linux/claimed-devices.ts', import.meta.url).href;
const device = `/dev/claimed-by-a-test-${process.pid}`;

/** Another process that claims the device, and stays; gives "true" if it got it. */
async function otherProcess() {
  const script = `
    const { claimDevice } = await import(${JSON.stringify(source)});
    console.log((await claimDevice(${JSON.stringify(device)})) !== undefined);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return {
    got: String(line).trim() === 'true',
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

describe('a device for images', () => {
  it('belongs to one process, until that ends', async () => {
    const other = await otherProcess();
    expect(other.got).toBe(true);
    expect(await claimDevice(device)).toBeUndefined();
    await other.kill();
    const release = await claimDevice(device);
    expect(release).toBeDefined();
    const late = await otherProcess();
    expect(late.got).toBe(false);
    await late.kill();
    release?.();
  });

  it('can be claimed again by the process that has it, and by others once it is given back', async () => {
    await claimDevice(device);
    const release = await claimDevice(device);
    release?.();
    const other = await otherProcess();
    expect(other.got).toBe(true);
    await other.kill();
  });
});
