import { describe, expect, it } from 'vitest';
import { familyOf } from '../../../src/core/families/evidence.ts';
import { families } from '../../../src/core/families/families.ts';
import { knownFamilies } from '../../../src/core/families/family.ts';
import type { FamilyRules } from '../../../src/core/families/family-rules.ts';
import { familyPages } from '../../../tools/catalogue/family-tables.ts';

const nothing = { cmdline: '', kernel: '/k', initrds: ['/i'], layout: new Set<string>() };

describe('the documentation of the families', () => {
  it('has tables that are those of the families’ own files', async () => {
    for (const { file, text, fresh } of await familyPages()) {
      expect(fresh, `${file}: npm run catalogue -- schema`).toBe(text);
      for (const family of knownFamilies) expect(text, file).toContain(`\n| \`${family}\` | `);
    }
  });

  it.each(knownFamilies)('names clues by which %s is recognized indeed', (family) => {
    const { shown }: FamilyRules['clues'] = families[family].clues;
    for (const path of shown.initrd) {
      const inside = path.endsWith('/') ? `${path}x` : path;
      expect(familyOf({ ...nothing, initrd: new Set([inside]) }), path).toBe(family);
    }
    for (const cmdline of shown.parameters) {
      expect(familyOf({ ...nothing, cmdline }), cmdline).toBe(family);
    }
    expect(shown.initrd.length).toBeGreaterThan(0);
  });
});
