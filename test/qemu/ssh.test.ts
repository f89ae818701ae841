import { afterEach, describe, expect, it } from 'vitest';
import { type DemoMachine, startDemo } from '../helpers/demo.ts';
import { freePort } from '../helpers/free-port.ts';
import { createQemuMonitor, type QemuMonitor } from '../helpers/qemu-monitor.ts';
import { serialSeat } from '../helpers/seat.ts';
import { openSshClient, type SshClient, sshKeyPair } from '../helpers/ssh-client.ts';

const limit = { timeoutMs: 300_000 };
let demo: DemoMachine | undefined;
let monitor: QemuMonitor | undefined;
let ssh: SshClient | undefined;

afterEach(async () => {
  await ssh?.[Symbol.asyncDispose]();
  await demo?.close();
  await monitor?.close();
  ssh = demo = monitor = undefined;
});

describe('the menu over SSH', () => {
  it('is that of the machine, by a key alone, outlives a broken line, and boots by a command', async () => {
    const { secret, file } = await sshKeyPair();
    monitor = await createQemuMonitor();
    demo = await startDemo({
      image: { sshKeys: file },
      hardware: monitor.arguments,
    });
    const { machine } = demo;
    const seat = serialSeat(machine);
    const [hostKey] =
      /SHA256:[\w+/]+/.exec(await seat.sees(/SSH host key: SHA256:[\w+/]{43}/, limit)) ?? [];
    await seat.sees(/eth0 10\.0\.2\.15/, limit);
    const port = await freePort();
    await monitor.run(`hostfwd_add net0 tcp:127.0.0.1:${port}-:22`);
    const client = await openSshClient(secret, port);
    ssh = client;

    const login = client.login({ columns: 100, rows: 30 });
    await login.until('choose what to boot', { seconds: 120 });
    expect(await client.hostKey()).toBe(hostKey);
    login.press('demo');
    await seat.sees(/Search: demo/);
    await login.resize(130, 40);
    const isWide = () =>
      login
        .frame()
        .split('\n')
        .some(({ length }) => length > 110);
    await expect.poll(isWide, { timeout: 60_000 }).toBe(true);
    // F8.
    login.press('\x1b[19~');
    await login.until('root shell', { seconds: 60 });
    login.press('\r');
    await login.until("Enter 'help'", { seconds: 60 });
    login.press('stty size; tty\r');
    await login.until('40 130', { seconds: 60 });
    // The line breaks off in the middle of the shell.
    login.kill();
    machine.send('\x1b');
    await seat.sees(/choose what to boot/);

    expect(await client.run('echo out; echo "e  r" >&2; exit 7')).toEqual({
      code: 7,
      stdout: 'out\n',
      stderr: 'e  r\n',
    });
    expect(await client.run('webboot list --no-such-option')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('[usage]'),
    });

    const withPassword = [
      '-o',
      'PubkeyAuthentication=no',
      '-o',
      'BatchMode=no',
      '-o',
      'NumberOfPasswordPrompts=1',
    ];
    expect(await client.run('true', withPassword)).toMatchObject({
      code: 255,
      stderr: expect.stringMatching(/Permission denied \(publickey\)/),
    });
    const forwarding = await client.run('true', [
      '-o',
      'ExitOnForwardFailure=yes',
      '-R',
      '0:127.0.0.1:22',
    ]);
    expect(forwarding.code).toBe(255);

    const second = client.login({ columns: 80, rows: 24 });
    await second.until('choose what to boot', { seconds: 120 });
    const boot = client.run('webboot --json demo');
    await machine.waitFor(/login: /, limit);
    const { stdout, code } = await boot;
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ type: 'contract', name: 'boot-events' });
    expect(events).toContainEqual(expect.objectContaining({ type: 'trust' }));
    expect(events.at(-1)).toEqual({ type: 'phase', phase: 'quiesce', state: 'begin' });
    expect(code).toBe(255);
    await expect.poll(() => second.exited(), { timeout: 60_000 }).toBe(true);
  });
});
