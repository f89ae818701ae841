import type { Browser } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { openChromium, openPhone } from '../helpers/browser.ts';
import { type DemoMachine, startDemo } from '../helpers/demo.ts';
import { freePort } from '../helpers/free-port.ts';
import { createPortScanner, type PortScanner } from '../helpers/port-scan.ts';
import { createQemuMonitor, type QemuMonitor } from '../helpers/qemu-monitor.ts';
import { serialSeat } from '../helpers/seat.ts';

const limit = { timeoutMs: 300_000 };
let demo: DemoMachine | undefined;
let monitor: QemuMonitor | undefined;
let browser: Browser | undefined;
let scanner: PortScanner | undefined;

afterEach(async () => {
  await browser?.close();
  await demo?.close();
  await monitor?.close();
  scanner?.close();
  browser = demo = monitor = scanner = undefined;
});

/** The sockets of the guest that take what comes, by the kernel's own tables (proc_net_tcp(5)). */
async function openPorts({ machine }: DemoMachine): Promise<readonly string[]> {
  const seat = serialSeat(machine);
  const from = machine.log.length;
  machine.send('\x1b[19~');
  await seat.sees(/root shell/);
  machine.send('\r');
  await machine.waitFor(/# /, { ...limit, from });
  machine.send("grep -h ' 0A ' /proc/net/tcp /proc/net/tcp6; echo do''ne\r");
  const { end } = await machine.waitFor(/^done/m, { ...limit, from });
  const lines = machine.log.slice(from, end).split('\n');
  machine.send('exit\r');
  return lines.flatMap((line) => /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) /.exec(line)?.[1] ?? []);
}

describe('the menu on a phone', () => {
  it('comes from the code to the live system’s login, with the serial line beside it', async () => {
    monitor = await createQemuMonitor();
    demo = await startDemo({ cmdline: 'webboot.remote=yes', hardware: monitor.arguments });
    const { machine } = demo;
    const seat = serialSeat(machine);
    await seat.sees(/Open https:\/\/10\.0\.2\.15\//, limit);
    const [, first = '', second = ''] =
      /Code: (\d{3}) (\d{3})/.exec(await seat.sees(/Code: /)) ?? [];
    const port = await freePort();
    await monitor.run(`hostfwd_add net0 tcp:127.0.0.1:${port}-:443`);
    browser = await openChromium([`--host-resolver-rules=MAP 10.0.2.15:443 127.0.0.1:${port}`]);
    const page = await openPhone(browser);
    page.setDefaultTimeout(120_000);
    const titled = (name: RegExp) => page.getByRole('heading', { name }).waitFor();
    const press = (name: RegExp) => page.getByRole('button', { name }).first().click();

    await page.goto('https://10.0.2.15/', { timeout: 120_000 });
    await titled(/Type the code/);
    await page.getByLabel('Code').fill(first + second);
    await page.keyboard.press('Enter');
    await titled(/Choose what to boot/);
    await seat.sees(/choose what to boot/);
    await page.getByRole('searchbox').fill('demo');
    await seat.sees(/Search: demo/);
    await press(/^Demo/);
    await titled(/^Demo$/);
    await seat.sees(/webboot: Demo/);
    await press(/^live/);
    await page.getByText('OK: ready to boot').first().waitFor();
    await seat.sees(/> \[OK\] +.*Live system/);
    await press(/^Live system/);
    await titled(/^Booting Demo/);
    await seat.sees(/booting Demo/);
    await page.getByText(/^Verified\. Signed by/).waitFor();
    await machine.waitFor(/login: /, limit);
  });

  it('is open only while it is asked for: a stranger finds no port without, and one with it', async () => {
    scanner = await createPortScanner();
    demo = await startDemo({
      network: 'none',
      hardware: scanner.arguments,
      cmdline: `webboot.ip=${scanner.ip}`,
    });
    const { machine } = demo;
    const seat = serialSeat(machine);
    await seat.sees(/eth0 10\.0\.2\.15/, limit);
    expect(await scanner.scan()).toEqual([]);
    expect(await openPorts(demo)).toEqual([]);
    await seat.sees(/Rescue shell|shell/);
    machine.send('\x1b[20~');
    await seat.sees(/Nothing listens/);
    machine.send('\r');
    await seat.sees(/Code: \d{3} \d{3}/);
    expect(await scanner.scan()).toEqual([443]);
    machine.send('x');
    await seat.sees(/Nothing listens/);
    machine.send('p');
    await seat.sees(/NOT ENCRYPTED/);
    expect(await scanner.scan()).toEqual([80]);
    machine.send('x');
    await seat.sees(/Nothing listens/);
    expect(await openPorts(demo)).toEqual([]);
  });
});
