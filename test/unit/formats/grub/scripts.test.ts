import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateScript } from '../../../helpers/grub.ts';

// NAME.cfg and, in NAME.out, what GRUB 2.06 (Debian's grub-emu 2.06-13+deb12u2) echoes for it.
const fixtures = fileURLToPath(new URL('../../../fixtures/grub-scripts', import.meta.url));
const names = (await readdir(fixtures))
  .filter((name) => name.endsWith('.cfg'))
  .map((name) => name.replace(/\.cfg$/, ''));

/** GRUB has variables of its own, which say where it runs: only these are shown alike. */
const variables = {
  script: `own_b=2; set own_a='x  y'; set own_B="=";set own_=; set own_1=$own_b$own_b
own_gone=1; unset own_gone; export own_a; false; set`,
  shown: ['?=1', 'own_=', 'own_1=22', 'own_B==', 'own_a=x  y', 'own_b=2'],
};
/** Newer versions of GRUB put the values into quotes. */
const shownVariables = (output: string) =>
  output
    .split('\n')
    .map((line) => line.trimEnd().replace(/='(.*)'$/, '=$1'))
    .filter((line) => /^(\?|own_)/.test(line));

describe('a GRUB script', () => {
  it.each(names)('about %s echoes what GRUB echoes', async (name) => {
    const script = await readFile(join(fixtures, `${name}.cfg`), 'utf8');
    const { output } = await evaluateScript(script);
    expect(output).toBe(await readFile(join(fixtures, `${name}.out`), 'utf8'));
  });

  it('shows its variables in the order of their names by set alone', async () => {
    const { output } = await evaluateScript(variables.script);
    expect(shownVariables(output)).toEqual(variables.shown);
  });
});

const installed = !(await execa('grub-emu', ['--version'], { reject: false })).failed;
if (!installed) console.warn('skipped: grub-emu is not installed, so GRUB itself is not asked');

describe.skipIf(!installed)('GRUB itself', () => {
  let work: string;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'webboot-grub-'));
  });
  afterAll(() => rm(work, { recursive: true, force: true }));

  async function run(name: string, script: string): Promise<string> {
    const directory = join(work, name);
    await mkdir(directory);
    const whole = `echo @begin@\n${script}\necho @end@\nhalt\n`;
    await writeFile(join(directory, 'grub.cfg'), whole);
    const { stdout } = await execa('grub-emu', ['-d', directory], {
      stdin: 'ignore',
      timeout: 20_000,
    });
    return echoed(stdout);
  }

  it.each(names)('echoes what is recorded about %s', async (name) => {
    const output = await run(name, await readFile(join(fixtures, `${name}.cfg`), 'utf8'));
    expect(withoutBlanks(output)).toBe(
      withoutBlanks(await readFile(join(fixtures, `${name}.out`), 'utf8')),
    );
  });

  it('shows the same variables', async () => {
    expect(shownVariables(await run('set', variables.script))).toEqual(variables.shown);
  });
});

/** What came between the marks on the emulated terminal, without its colours and errors. */
function echoed(screen: string): string {
  const text = screen.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
  const shown = text.slice(text.indexOf('@begin@') + '@begin@'.length, text.indexOf('@end@'));
  return shown.replace(/^error: .*$/gm, '');
}

/** The emulated terminal moves its cursor over blanks and wraps lines: they are not comparable. */
function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}
