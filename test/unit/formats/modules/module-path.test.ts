import { describe, expect, it } from 'vitest';
import { isModuleFile, parseModulePath } from '../../../../src/formats/modules/module-path.ts';

describe('parseModulePath', () => {
  it.each([
    ['lib/modules/6.1/kernel/a.ko.xz', '6.1', 'kernel/a.ko.xz'],
    ['usr/lib/modules/6.1/modules.dep', '6.1', 'modules.dep'],
  ])('finds the kernel and the file of %s', (path, version, file) => {
    expect(parseModulePath(path)).toEqual({ version, file });
  });

  it.each(['lib/modules/6.1', 'lib/modules//a.ko', 'mylib/modules/6.1/a.ko', 'etc/modules', ''])(
    'finds none in %s',
    (path) => {
      expect(parseModulePath(path)).toBeUndefined();
    },
  );
});

describe('isModuleFile', () => {
  it.each(['a.ko', 'a.ko.xz', 'a.ko.zst', 'a.ko.gz'])('takes %s', (file) => {
    expect(isModuleFile(file)).toBe(true);
  });

  it.each(['a.ko.bz2', 'modules.dep', 'ako'])('does not take %s', (file) => {
    expect(isModuleFile(file)).toBe(false);
  });
});
