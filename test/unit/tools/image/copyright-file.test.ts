import { expect, test } from 'vitest';
import { parseCopyright } from '../../../../tools/image/copyright-file.ts';

const text = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: firmware

Files: *
Copyright: somebody
License: GPL-2

Files: intel/ibt-* iwlwifi-*
Copyright: 2006-2016, Intel Corporation
License: binary-redist-Intel
 All the words of it.
 .
 And more words.

Files: brcm/brcmfmac*.bin
 brcm/a?b.txt
Copyright: Broadcom Corporation
License: binary-redist-Broadcom-wifi

License: GPL-2
 On Debian systems, see elsewhere.
`;

test.each([
  ['iwlwifi-cc-a0-77.ucode', 'binary-redist-Intel'],
  ['brcm/brcmfmac4356-pcie.bin', 'binary-redist-Broadcom-wifi'],
  ['brcm/axb.txt', 'binary-redist-Broadcom-wifi'],
  ['deep/down/file', 'GPL-2'],
])('the licence of %s is %s: the last paragraph that is about it', (file, licence) => {
  expect(parseCopyright(text)(file)).toBe(licence);
});

test('a file that no paragraph is about has no licence', () => {
  expect(parseCopyright('Files: a\nLicense: MIT\n')('b')).toBeUndefined();
});

test('a paragraph that gives the words of a licence is about no file', () => {
  expect(parseCopyright('License: MIT\n words\n')('anything')).toBeUndefined();
});
