import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCmdline, parameterName, parseCmdline } from '../../src/core/cmdline.ts';
import { applyRecipe, imageAsFile, leftOut } from '../../src/core/families/apply-recipe.ts';
import { type Family, knownFamilies, rulesOf } from '../../src/core/families/family.ts';
import { planCmdline } from '../../src/core/plan/target-cmdline.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9._/-]{0,8}(=[a-z0-9,:/._-]{0,8})?$/);
const quoted = fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`);
const known = fc.constantFrom(
  ...['rdinit=/own', 'console=ttyS1', 'memmap=1M$2G', 'findiso=/x', 'root=live:CDLABEL=X', 'quiet'],
  ...['"root=live:CDLABEL=a b"', 'toram', 'copytoram', 'kdeosisobasedir=k', 'kdeosisolabel=K'],
  ...['modules=loop', 'from=/x', 'root=LABEL=n', 'root=fstab', 'bdev=sr0', '---', 'pdrv=sr0'],
);
const line = fc
  .tuple(fc.array(fc.oneof(word, quoted, known)), fc.option(fc.array(word)))
  .map(([words, init]) => [...words, ...(init === null ? [] : ['--', ...init])].join(' '));
const family = fc.constantFrom<Family>('unknown', ...knownFamilies);
const dialect = fc.constantFrom(undefined, 'systemd', 'script', 'network', 'cd', 'kdeosiso');
const extra = fc.array(word, { maxLength: 3 }).map((words) => words.join(' '));
const rdinit = '/webboot/init';

function planned(own: string, of: Family, appended: string, hook: boolean): string {
  return planCmdline({
    cmdline: own,
    family: of,
    device: '/dev/pmem0',
    volumeId: 'LIVE',
    reservation: { start: 2 ** 32, size: 2 ** 28 },
    consoles: ['ttyS0,115200'],
    ...(hook ? { rdinit } : {}),
    extra: [appended],
  });
}

describe('every command line of a target', () => {
  it('has the reservation and the person’s words before init’s arguments, which stay', () => {
    fc.assert(
      fc.property(line, family, extra, (own, of, appended) => {
        const target = parseCmdline(planned(own, of, appended, false));
        expect(target.parameters).toContain('memmap=0x10000000!0x100000000');
        const words = parseCmdline(appended).parameters;
        expect(target.parameters.slice(target.parameters.length - words.length)).toEqual(words);
        expect(target.initArguments).toEqual(parseCmdline(own).initArguments);
        expect(target.parameters.filter((parameter) => /nokaslr/.test(parameter))).toEqual([]);
      }),
    );
  });

  it('keeps the order of what it keeps of the image’s own line', () => {
    fc.assert(
      fc.property(line, family, (own, of) => {
        const before = parseCmdline(own).parameters;
        const after = parseCmdline(planned(own, of, '', false)).parameters;
        const kept = before.filter((parameter) => after.includes(parameter));
        expect(after.filter((parameter) => before.includes(parameter))).toEqual(kept);
      }),
    );
  });

  it('with a hook names no other init, and differs by nothing else', () => {
    fc.assert(
      fc.property(line, family, extra, (own, of, appended) => {
        const hooked = parseCmdline(planned(own, of, appended, true));
        const plain = parseCmdline(planned(own, of, appended, false));
        const isInit = (parameter: string) => parameterName(parameter) === 'rdinit';
        const inits = hooked.parameters.filter(isInit);
        expect(new Set(inits)).toEqual(new Set([`rdinit=${rdinit}`]));
        const without = (parameters: readonly string[]) =>
          parameters.filter((parameter) => !isInit(parameter));
        expect(without(hooked.parameters)).toEqual(without(plain.parameters));
        expect(formatCmdline(parseCmdline(formatCmdline(hooked)))).toBe(formatCmdline(hooked));
      }),
    );
  });
});

describe('every recipe of a family', () => {
  const context = (of: string | undefined) => ({
    device: '/dev/pmem0',
    volumeId: 'LIVE',
    ...(of === undefined ? {} : { dialect: of }),
  });

  it('takes out the words that it owns, keeps all others in their order, and adds its own', () => {
    fc.assert(
      fc.property(line, family, dialect, (own, of, as) => {
        const cmdline = parseCmdline(own);
        const { drop, add } = rulesOf(of).recipe(cmdline, context(as));
        const owned = new Set([...imageAsFile, ...drop]);
        const kept = cmdline.parameters.filter((word) => !owned.has(parameterName(word)));
        const after = applyRecipe(of, cmdline, context(as));
        const start = kept.indexOf('---') === -1 ? kept.length : kept.indexOf('---');
        expect(after.parameters).toEqual(kept.toSpliced(start, 0, ...add));
        expect(after.initArguments).toEqual(cmdline.initArguments);
      }),
    );
  });

  it('says which words it left out: those that are neither kept nor added again', () => {
    fc.assert(
      fc.property(line, family, dialect, (own, of, as) => {
        const cmdline = parseCmdline(own);
        const after = applyRecipe(of, cmdline, context(as)).parameters;
        const out = new Set(leftOut(of, cmdline, context(as)));
        for (const word of cmdline.parameters) expect(out.has(word)).toBe(!after.includes(word));
      }),
    );
  });

  it('changes nothing of its own line when it is applied again', () => {
    fc.assert(
      fc.property(line, family, dialect, (own, of, as) => {
        const once = applyRecipe(of, parseCmdline(own), context(as));
        const twice = applyRecipe(of, once, context(as));
        expect(twice.parameters.toSorted()).toEqual(once.parameters.toSorted());
      }),
    );
  });
});
