import { describe, expect, test } from 'vitest';
import {
  configText,
  mergeFragments,
  parseKernelConfig,
  requireConfig,
} from '../../../../tools/kernel/config.ts';
import { wantedConfig } from '../../../../tools/kernel/fragments.ts';

const config = (entries: Record<string, string>) => new Map(Object.entries(entries));
const buildFailure = (message: RegExp) =>
  expect.objectContaining({ code: 'build-failed', message: expect.stringMatching(message) });

describe('parseKernelConfig', () => {
  test('reads values, what is not set, and comments', () => {
    const text = '# A comment\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C="x y"\nCONFIG_D=512\n';
    expect(parseKernelConfig(text, 'f')).toEqual(config({ A: 'y', B: 'n', C: '"x y"', D: '512' }));
  });

  test('a line that is none of these is an error with its place', () => {
    expect(() => parseKernelConfig('CONFIG_A=y\nCONFIG_B\n', 'f.config')).toThrow(
      buildFailure(/f\.config, line 2 is not a setting: CONFIG_B/),
    );
  });

  test('a symbol that is there twice is an error', () => {
    expect(() => parseKernelConfig('CONFIG_A=y\nCONFIG_A=y\n', 'f')).toThrow(
      buildFailure(/sets CONFIG_A a second time/),
    );
  });

  test('is undone by configText', () => {
    const wanted = config({ A: 'y', B: 'n', C: '"text"' });
    expect(parseKernelConfig(configText(wanted), 'f')).toEqual(wanted);
  });
});

test('fragments that want different things are refused by their names', () => {
  const fragments = new Map([
    ['a.config', config({ A: 'y' })],
    ['b.config', config({ A: 'n' })],
  ]);
  expect(() => mergeFragments(fragments)).toThrow(buildFailure(/A is y in a\.config and n in b/));
});

describe('requireConfig', () => {
  test('is content with more than is wanted', () => {
    const got = config({ A: 'y', MORE: 'y' });
    expect(() => requireConfig(config({ A: 'y', B: 'n' }), got)).not.toThrow();
  });

  test('names every symbol that kconfig dropped or changed', () => {
    const wanted = config({ DROPPED: 'y', OFF: 'n', TEXT: '"a"' });
    expect(() => requireConfig(wanted, config({ OFF: 'y', TEXT: '"b"' }))).toThrow(
      buildFailure(/DROPPED: y is wanted, and it is n(?:.|\n)*OFF: n is wanted(?:.|\n)*TEXT/),
    );
  });
});

describe('the fragments of this checkout', () => {
  test.each(['x86_64', 'aarch64'] as const)('agree with one another for %s', async (arch) => {
    const wanted = await wantedConfig(arch);
    expect(wanted.get('KEXEC_FILE')).toBe('y');
    expect(wanted.get('BLK_DEV_PMEM')).toBe('y');
    expect(wanted.get('X86_PMEM_LEGACY')).toBe(arch === 'x86_64' ? 'y' : undefined);
    expect(wanted.get('OF_PMEM')).toBe(arch === 'aarch64' ? 'y' : undefined);
    for (const driver of ['I915', 'AMDGPU', 'NOUVEAU']) {
      expect(wanted.get(`DRM_${driver}`)).toBe('n');
    }
  });
});
