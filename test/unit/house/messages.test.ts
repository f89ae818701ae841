import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDirectory } from '../../../tools/shared/paths.ts';
import { findMessages } from '../../helpers/message-texts.ts';

const files = globSync('{src,tools}/**/*.{ts,tsx}', { cwd: projectDirectory }).toSorted();

/** docs/style.md: a capital or a name first, a period or a question mark last. */
const wellBegun = /^(?:[\p{Lu}\d“"'`/(<]|--|(?:webboot|npm|kexec|apt-get|https?:)[^\p{L}])/u;
const wellEnded = /[.?!:](?:["')])?$/u;

describe('what a person reads of an error', () => {
  it('is a sentence: message, remedy, and the text of a problem', () => {
    const wrong = files.flatMap((path) =>
      findMessages(path, readFileSync(join(projectDirectory, path), 'utf8')).flatMap(
        ({ line, begin, end }) =>
          (begin === '' || wellBegun.test(begin)) && (end === '' || wellEnded.test(end))
            ? []
            : [`${path}:${line}: ${begin}${begin === end ? '' : ` … ${end}`}`],
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('is found wherever it stands', () => {
    const source = [
      `throw new WebbootError('usage', \`no \${x} here\`, { remedy: a ? 'Do it.' : 'or not' });`,
      "const problem = { severity: 'blocker', text: 'Too small.', remedy: 'More.' };",
      "const other = { text: 'no sentence' };",
    ].join('\n');
    expect(findMessages('a.ts', source).map(({ begin }) => begin)).toEqual([
      'no ',
      'Do it.',
      'or not',
      'Too small.',
      'More.',
    ]);
  });
});
