import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDirectory } from '../../../tools/shared/paths.ts';

const sources = globSync('src/**/*.{ts,tsx}', { cwd: projectDirectory }).map((path) => ({
  path,
  text: readFileSync(join(projectDirectory, path), 'utf8'),
}));

function using(pattern: RegExp): readonly string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

describe('foreign text has one way to each terminal', () => {
  it('on screens: components/words.tsx, the only user of Ink’s Text', () => {
    expect(using(/import \{[^}]*\bText\b[^}]*\} from 'ink'/)).toEqual([
      'src/tui/components/words.tsx',
    ]);
  });

  it('as JSON: jsonLine, wherever a command or an event is printed', () => {
    const printers = using(/JSON\.stringify/)
      .filter((path) => /^src\/(cli|main|app)/.test(path))
      .toSorted();
    // Written for the next webboot and for the catalogue's parser, not for a terminal.
    expect(printers).toEqual(['src/app/open-catalogue.ts', 'src/cli/kexec-kernel.ts']);
  });

  it('in the shell: the failure screen shows the log in ASCII alone', () => {
    const init = readFileSync(join(projectDirectory, 'initramfs/init.sh'), 'utf8');
    for (const line of init.split('\n').filter((one) => /tail .*\$log/.test(one))) {
      expect(line).toContain("tr -c '\\n -~' '?'");
    }
  });
});
