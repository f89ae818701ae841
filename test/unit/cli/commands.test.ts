import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeCommands, findCommand } from '../../../src/app/commands.ts';
import { type BootTools, bootCommand } from '../../../src/cli/boot.ts';
import type { DescribedCommand } from '../../../src/cli/command-description.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';

let commands: readonly DescribedCommand[];
beforeAll(async () => {
  commands = await describeCommands();
});

function recordingIo() {
  const said = { out: '', err: '' };
  const io = {
    stdout: (text: string) => {
      said.out += text;
    },
    stderr: (text: string) => {
      said.err += text;
    },
    env: {},
    signal: new AbortController().signal,
  };
  return { io, said };
}

async function call(...argv: readonly string[]) {
  const { io, said } = recordingIo();
  const { run, rest } = await findCommand(argv);
  return { status: await run(rest, io), ...said };
}

describe('each command', () => {
  it('describes itself in its help: usage, options, examples', async () => {
    expect(commands.length).toBeGreaterThan(8);
    for (const { name, usage, options, examples } of commands) {
      const { status, out } = await call(...name.split(' ').slice(1), '--help');
      expect(status).toBe(0);
      for (const line of usage) expect(out).toContain(`${name} ${line}`);
      for (const option of Object.keys(options)) expect(out).toContain(`--${option}`);
      for (const { line } of examples) expect(out).toContain(line);
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
    }
  });

  it('says what it does in one sentence, and its options in sentences', () => {
    for (const { summary, about, options, examples } of commands) {
      const sentences = [summary, about, ...Object.values(options).map(({ help }) => help)];
      for (const text of [...sentences, ...examples.map(({ help }) => help)]) {
        expect(text).toMatch(/^[A-Z].*[.?]$/);
      }
    }
  });

  it('refuses an option that it does not have, and names its help', async () => {
    for (const { name } of commands) {
      await expect(call(...name.split(' ').slice(1), '--nonsense')).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining('--nonsense'),
        remedy: `See "${name} --help".`,
      });
    }
  });

  it('is listed by the help of webboot', async () => {
    const { out } = await call('--help');
    for (const { name, summary } of commands.slice(1)) {
      expect(out).toMatch(new RegExp(`^  ${name.split(' ')[1]} +${summary}$`, 'm'));
    }
  });
});

describe('webboot with words that it does not know', () => {
  async function boot(argv: readonly string[], terminal = true) {
    const { io, said } = recordingIo();
    const tools: BootTools = {
      open: async () => ({
        session: createFakeSession({ ticks: 1, tickMs: 1 }),
        showMenu: async () => io.stdout('the menu'),
      }),
      terminal: () => terminal,
      version: async () => '1.2.3',
      commands: [
        { name: 'fetch', summary: 'Download.' },
        { name: 'inspect', summary: 'Look.' },
      ],
    };
    return { status: await bootCommand.main(argv, io, tools), ...said };
  }

  it.each([['fech'], ['fetsh'], ['inspec'], ['fech', 'debian']])(
    'names the nearest command for: %s %s',
    async (...argv) => {
      await expect(boot(argv)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringMatching(/Did you mean "webboot (fetch|inspect)"\?$/),
      });
    },
  );

  it('leaves what is nearer to a distro to the catalogue', async () => {
    const { out, status } = await boot(['debain']);
    expect(status).toBeGreaterThan(0);
    expect(out).toContain('unknown-distro');
  });

  it('boots a distro by its name, and shows the menu without one', async () => {
    expect((await boot(['debian'])).out).toContain('exec');
    expect((await boot([])).out).toBe('the menu');
    expect((await boot(['--version'])).out).toBe('webboot 1.2.3\n');
  });

  it('asks for a name where there is no terminal for the menu', async () => {
    await expect(boot([], false)).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('completion', () => {
  async function complete(...words: readonly string[]): Promise<readonly string[]> {
    const { out } = await call('completion', 'bash');
    const script = `webboot() { echo 'demo/live x86_64'; }
${out}
COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _webboot; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const argv = ['--norc', '-c', script, 'bash', 'webboot', ...words];
    return execFileSync('bash', argv, { cwd: import.meta.dirname, encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  }

  it('in bash offers commands, distros, options, values and files', async () => {
    expect(await complete('fe')).toEqual(['fetch']);
    expect(await complete('dem')).toEqual(['demo/live']);
    expect(await complete('verify', '--che')).toEqual(['--checksums']);
    expect(await complete('list', '--arch', 'aa')).toEqual(['aarch64']);
    expect(await complete('fetch', 'd')).toEqual(['demo/live']);
    expect(await complete('inspect', 'commands')).toEqual(['commands.test.ts']);
    expect(await complete('completion', 'f')).toEqual(['fish']);
    expect(await complete('--dry')).toEqual(['--dry-run']);
    expect(await complete('kexec', 'vmlinuz', '--append', '')).toEqual([]);
  });

  it.each(['zsh', 'fish'])('in %s knows every command and option', async (shell) => {
    const { out } = await call('completion', shell);
    for (const { name, options } of commands) {
      expect(out).toContain(name.split(' ')[1] ?? name);
      for (const option of Object.keys(options)) {
        expect(out).toContain(shell === 'zsh' ? `'--${option}[` : ` -l ${option} `);
      }
    }
  });

  it('is for shells that are known', async () => {
    await expect(call('completion', 'csh')).rejects.toMatchObject({ code: 'usage' });
    await expect(call('completion')).rejects.toMatchObject({ code: 'usage' });
  });
});
