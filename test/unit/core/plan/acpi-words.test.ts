import { expect, it } from 'vitest';
import { parseCmdline } from '../../../../src/core/cmdline.ts';
import { acpiWords } from '../../../../src/core/plan/acpi-words.ts';

const words = (line: string, host: Parameters<typeof acpiWords>[1]) =>
  acpiWords(parseCmdline(line), host);

it('keeps the next kernel of an arm64 machine to ACPI, once', () => {
  const host = { arch: 'aarch64', firmware: 'acpi' } as const;
  expect(words('quiet', host)).toEqual(['acpi=on']);
  expect(words('quiet acpi=on', host)).toEqual([]);
  expect(words('acpi=force quiet', host)).toEqual([]);
});

it('says nothing of ACPI where there is only a tree, and on x86', () => {
  expect(words('quiet', { arch: 'aarch64', firmware: 'tree' })).toEqual([]);
  expect(words('quiet', { arch: 'aarch64', firmware: 'uefi-tree' })).toEqual([]);
  expect(words('quiet', { arch: 'x86_64', firmware: 'acpi' })).toEqual([]);
});
