import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeCommands } from '../../../../src/app/commands.ts';
import { manualPage } from '../../../../tools/manual/manual-page.ts';
import { projectDirectory } from '../../../../tools/shared/paths.ts';

describe('the manual page', () => {
  it('is what the commands say of themselves; "npm run manual" writes it', async () => {
    const written = readFileSync(join(projectDirectory, 'docs/webboot.8'), 'utf8');
    expect(written).toBe(manualPage(await describeCommands()));
  });

  it('has no line of text that troff takes for a request, and no bare backslash', () => {
    const page = manualPage([
      {
        name: 'webboot',
        summary: 'Boot.',
        usage: ['.so /etc/passwd'],
        about: "'it says \\fB.",
        options: { 'a-b': { type: 'boolean', help: '.TH' } },
        examples: [],
      },
    ]);
    expect(page).toContain('\\&.so /etc/passwd');
    expect(page).toContain("\\&'it says \\efB.");
    expect(page).toContain('\\fB\\-\\-a\\-b\\fR\n\\&.TH');
  });
});
