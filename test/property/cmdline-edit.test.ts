import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCmdline, parseCmdline } from '../../src/core/cmdline.ts';
import { applyEdit, editOf } from '../../src/core/plan/cmdline-edit.ts';

const word = fc.oneof(
  fc.constantFrom('quiet', 'a=1', 'a=2', 'b', '--', '---', 'console=ttyS0', 'console=tty0'),
  fc.stringMatching(/^[a-z]{1,4}(=[a-z0-9,]{0,4})?$/),
  fc.constantFrom('"a b"', 'x="1 2"'),
);
const line = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
const usual = (text: string) => formatCmdline(parseCmdline(text));

describe('an edit of a command line', () => {
  it('makes the edited line of the line that it was made on', () => {
    fc.assert(
      fc.property(line, line, (before, after) => {
        expect(usual(applyEdit(before, editOf(before, after)) ?? '')).toBe(usual(after));
      }),
      { numRuns: 2000 },
    );
  });

  it('is none where only blanks differ, and leaves the line as it is', () => {
    fc.assert(
      fc.property(line, fc.string(), (before, raw) => {
        expect(applyEdit(raw, editOf(raw, raw))).toBe(raw);
        const spaced = ` ${parseCmdline(before).parameters.join('   ')} `;
        expect(editOf(parseCmdline(before).parameters.join(' '), spaced)).toEqual([]);
        expect(editOf(before, before)).toEqual([]);
        expect(applyEdit(before, [])).toBe(before);
      }),
    );
  });

  it('has no word of the line that the person left alone', () => {
    fc.assert(
      fc.property(line, fc.nat(), word, (before, at, added) => {
        fc.pre(added !== '--' && !before.includes('--'));
        const words = parseCmdline(before).parameters;
        const after = words.toSpliced(at % (words.length + 1), 0, added).join(' ');
        const edit = editOf(before, after);
        expect(edit).toHaveLength(1);
        expect(edit[0]).toMatchObject({ kind: 'added', word: added });
      }),
    );
  });

  it('brings no word of the line that was shown into another line', () => {
    fc.assert(
      fc.property(line, line, line, (shown, after, genuine) => {
        const booted = applyEdit(genuine, editOf(shown, after));
        if (booted === undefined) return;
        const typed = editOf(shown, after).map((change) =>
          change.kind === 'changed' ? change.to : change.word,
        );
        const allowed = new Set([...usual(genuine).split(' '), ...typed.join(' ').split(' ')]);
        for (const one of booted.split(' ')) expect(allowed).toContain(one);
      }),
    );
  });

  it('is not applied to a line that lacks a word that it changes or drops', () => {
    expect(applyEdit('quiet', editOf('quiet splash', 'quiet'))).toBeUndefined();
    expect(applyEdit('a=1', editOf('a=2', 'a=3'))).toBeUndefined();
    expect(applyEdit('quiet', editOf('noisy', 'noisy debug'))).toBeUndefined();
    expect(applyEdit('', editOf('quiet', 'quiet debug'))).toBeUndefined();
  });

  it('names what was added, changed and dropped', () => {
    expect(editOf('boot=live quiet splash', 'boot=casper quiet debug')).toEqual([
      { kind: 'changed', at: 0, word: 'boot=live', to: 'boot=casper' },
      { kind: 'dropped', at: 2, word: 'splash' },
      { kind: 'added', at: 3, word: 'debug', behind: 'splash' },
    ]);
  });

  it('of lines of thousands of words is found, too', () => {
    const before = Array.from({ length: 30_000 }, (_, index) => `w${index}`).join(' ');
    const after = Array.from({ length: 2000 }, (_, index) => `w${index * 3}`).join(' ');
    expect(usual(applyEdit(before, editOf(before, after)) ?? '')).toBe(after);
  });
});
