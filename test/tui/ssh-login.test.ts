import { execFile } from 'node:child_process';
import { appendFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { projectDirectory } from '../../tools/shared/paths.ts';
import { busyboxOfImage, startTerminalMenu, type TerminalMenu } from '../helpers/ssh-terminals.ts';
import { keys } from '../helpers/tui-terminal.ts';

const patience = { timeout: 20_000 };
/** The last line of busybox's greeting. */
const shellIsOpen = "Enter 'help'";

/** The folders of the terminals that are there. */
async function places({ folder }: TerminalMenu): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name !== 'door');
}

async function consoleShows({ console }: TerminalMenu, text: string): Promise<void> {
  await vi.waitFor(() => expect(console.frame()).toContain(text), patience);
}

describe('a login', () => {
  it('is the menu of the machine: what is chosen on one is seen on the other', async () => {
    await using menu = await startTerminalMenu();
    const login = menu.login();
    await login.until('choose what to boot');
    login.press('deb');
    await consoleShows(menu, 'Search: deb');
    menu.console.press(keys.enter);
    await login.until('Only these keys are accepted');
    expect(login.frame()).not.toContain('does not answer');
  });

  it('is drawn for its own size, and again for each new one', async () => {
    await using menu = await startTerminalMenu();
    const login = menu.login({ columns: 60, rows: 20 });
    await login.until('choose what to boot');
    await login.settled();
    const widest = () =>
      Math.max(
        ...login
          .frame()
          .split('\n')
          .map(({ length }) => length),
      );
    expect(widest()).toBeLessThanOrEqual(60);
    await login.resize(120, 40);
    await vi.waitFor(() => expect(widest()).toBeGreaterThan(90), patience);
    await login.resize(50, 15);
    await vi.waitFor(() => expect(login.frame().split('\n').length).toBe(15), patience);
    expect(login.frame()).toContain('choose what to boot');
  });

  it('takes a terminal that does not know its size for one of 80 by 24', async () => {
    await using menu = await startTerminalMenu();
    const login = menu.loginUnsized();
    await login.until('choose what to boot');
    await login.settled();
    expect(login.frame().split('\n').length).toBeLessThanOrEqual(24);
    expect(menu.terminals).toHaveLength(1);
  });

  it('has the rescue shell on its own terminal, and comes back to the menu from it', async () => {
    await using menu = await startTerminalMenu();
    const login = menu.login();
    await login.until('choose what to boot');
    login.press('rescue shell\r');
    await login.until('webboot: rescue shell');
    login.press('\r');
    await login.until(shellIsOpen);
    // Without the quotes that the echo shows.
    login.press('tty && echo a ter""minal; stty size\r');
    await login.until('a terminal');
    await login.until('30 90');
    // Meanwhile the console goes on.
    menu.console.press(keys.escape);
    await consoleShows(menu, 'choose what to boot');
    await login.resize(100, 35);
    login.press('exit\r');
    await login.until('choose what to boot');
    login.press('\x15fed');
    await consoleShows(menu, 'Search: fed');
  });

  it('that breaks off is gone without a trace, in the shell as well, and the menu goes on', async () => {
    await using menu = await startTerminalMenu();
    const first = menu.login();
    const second = menu.login();
    await first.until('choose what to boot');
    await second.until('choose what to boot');
    second.press('rescue shell\r\r');
    await second.until(shellIsOpen);
    expect(await places(menu)).toHaveLength(2);
    first.kill();
    second.kill();
    await vi.waitFor(async () => expect(await places(menu)).toEqual([]), patience);
    menu.console.press(`${keys.escape}\x15fed`);
    await consoleShows(menu, 'Search: fed');
    const third = menu.login();
    await third.until('Search: fed');
  });

  it('that does not read holds nobody up, and sees the latest when it reads again', async () => {
    await using menu = await startTerminalMenu();
    const login = menu.login();
    await login.until('choose what to boot');
    process.kill(-login.pid, 'SIGSTOP');
    const {
      terminals: [terminal],
    } = menu;
    // Far more than pipe and terminal hold between them.
    for (let round = 0; round < 60; round += 1) {
      terminal?.stdout.emit('resize');
      await new Promise(setImmediate);
    }
    menu.console.press('fed');
    await consoleShows(menu, 'Search: fed');
    expect(terminal?.stdout.writableLength).toBeLessThan(200_000);
    process.kill(-login.pid, 'SIGCONT');
    await login.until('Search: fed');
  });

  it('finds no room if eight are there, and is told so', async () => {
    await using menu = await startTerminalMenu();
    const logins = Array.from({ length: 8 }, () => menu.login({ columns: 60, rows: 15 }));
    for (const login of logins) await login.until('choose what to boot', { seconds: 60 });
    const ninth = menu.login();
    await ninth.until('Too many terminals');
    await vi.waitFor(() => expect(ninth.exited()).toBe(true), patience);
    logins[0]?.kill();
    await vi.waitFor(async () => expect(await places(menu)).toHaveLength(7), patience);
    await menu.login().until('choose what to boot');
  });

  it('ends when the menu is left', async () => {
    await using menu = await startTerminalMenu();
    const login = menu.login();
    await login.until('choose what to boot');
    menu.close();
    await vi.waitFor(() => expect(login.exited()).toBe(true), patience);
    expect(await places(menu)).toEqual([]);
  });

  it('is taken over by the next menu when this one dies, and is a root shell if none comes', async () => {
    await using menu = await startTerminalMenu();
    const { terminals } = menu;
    const login = menu.login();
    await login.until('choose what to boot');
    // As the kernel does with the pipes of a process that is gone.
    terminals[0]?.stdout.close();
    await vi.waitFor(
      () => expect(login.output().split('choose what to boot').length).toBeGreaterThan(2),
      patience,
    );
    menu.console.press('fed');
    await login.until('Search: fed');
  });
});

describe('the door', () => {
  it('takes no harm from what is no line of a terminal', async () => {
    await using menu = await startTerminalMenu();
    const door = join(menu.folder, 'door');
    await mkdir(join(menu.folder, 'abcdef'));
    await appendFile(
      door,
      [
        'attach abcdef 24 80 xterm',
        'attach nobody 24 80 xterm',
        'size nobody 24 80 xterm',
        'attach ../x 24 80 xterm',
        'x'.repeat(5000),
        '\0\0\x1b[2J',
      ].join('\n'),
    );
    await appendFile(door, '\n');
    const login = menu.login();
    await login.until('choose what to boot');
    expect(menu.terminals).toHaveLength(1);
    const [place] = (await places(menu)).filter((name) => name !== 'abcdef');
    await appendFile(door, `size ${place} 0 0 xterm\nsize ${place} 99999 99999 xterm\n`);
    await appendFile(door, `size ${place} 30 90 xterm\n`);
    login.press('fed');
    await login.until('Search: fed');
  });
});

describe('a command over SSH', () => {
  const run = async (command: string | undefined) => {
    const env = {
      PATH: process.env.PATH ?? '',
      ...(command === undefined ? {} : { SSH_ORIGINAL_COMMAND: command }),
    };
    const login = ['sh', join(projectDirectory, 'initramfs/ssh-login.sh')];
    return promisify(execFile)(await busyboxOfImage(), login, { env }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
  };

  it('keeps its status, and its output apart from its errors', async () => {
    expect(await run('echo "a  b"; echo c >&2; exit 7')).toEqual({
      code: 7,
      stdout: 'a  b\n',
      stderr: 'c\n',
    });
  });

  it('is needed without a terminal, and the answer says so', async () => {
    expect(await run(undefined)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('ssh -t'),
    });
  });
});
