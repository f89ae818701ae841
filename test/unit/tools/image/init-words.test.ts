import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initWords } from '../../../../tools/image/init-words.ts';
import { projectDirectory } from '../../../../tools/shared/paths.ts';

const init = readFileSync(join(projectDirectory, 'initramfs/init.sh'), 'utf8');
const [failureScreen = ''] = /^failure_screen\(\) \{[\s\S]*?^\}/m.exec(init) ?? [];

let root = '';
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'webboot-words-'));
  for (const [name, words] of await initWords()) writeFileSync(join(root, name), words);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What init.sh puts on a console. */
function shown({
  reason,
  subject = '',
  language = 'en',
  console = '/dev/ttyS0',
}: {
  reason: string;
  subject?: string;
  language?: string;
  console?: string;
}): string {
  const script = `log=/dev/null reason=$1 subject=$2 language=$3
${failureScreen.replaceAll('/webboot/words/', `${root}/`)}
failure_screen "$4"`;
  const args = ['sh', '-c', script, 'init', reason, subject, language, console];
  const { status, stdout, stderr } = spawnSync('busybox', args, { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
}

describe('the screen of a menu that has ended', () => {
  it('says why, and which keys there are', () => {
    const text = shown({ reason: 'signal', subject: '9' });
    expect(text).toContain('webboot stopped: the menu was killed by signal 9.\n');
    expect(text).toContain('[r]etry   [s]hell   re[b]oot, then Enter:\n');
    expect(shown({ reason: 'start' })).toContain('webboot stopped: the kernel cannot be started.');
  });

  it('speaks the language of the menu, with the letters of the console', () => {
    const german = { reason: 'status', subject: '1', language: 'de' };
    expect(shown({ ...german, console: '/dev/tty1' })).toContain(
      'webboot läuft nicht mehr: Das Menü endete mit dem Status 1.\n',
    );
    expect(shown(german)).toContain(
      'webboot laeuft nicht mehr: Das Menue endete mit dem Status 1.\n',
    );
  });

  it('speaks English where the language is not known, or is none', () => {
    for (const language of ['any', 'xx']) {
      expect(shown({ reason: 'load', language })).toContain('the kernel cannot be loaded');
    }
  });

  it('shows a value as it is', () => {
    const subject = `/dev/sda1 %s \\n $(id) ' "`;
    expect(shown({ reason: 'mount', subject })).toContain(`${subject} cannot be mounted.\n`);
  });
});
