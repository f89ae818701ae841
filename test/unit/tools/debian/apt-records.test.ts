import { describe, expect, test } from 'vitest';
import { parsePackageRecords, sharedLibraries } from '../../../../tools/debian/apt-records.ts';

const text = `Package: tool
Version: 1:2-3
Architecture: amd64
Pre-Depends: libinit (>= 1)
Depends: liba:any (>= 2) | libb, debconf | debconf-2.0
Section: admin
SHA256: 00ff

Package: liba
Version: 2
Architecture: amd64
Depends: libc, tool
Section: libs
SHA256: 11

Package: libinit
Version: 1
Section: libs

Package: libc
Version: 1
Section: libs

Package: debconf
Version: 1
Depends: libperl
Section: admin

Package: libperl
Version: 1
Section: libs
`;

describe('package records', () => {
  test('dependencies are names, the first of alternatives, Pre-Depends included', () => {
    expect(parsePackageRecords(text)[0]).toEqual({
      package: 'tool',
      version: '1:2-3',
      architecture: 'amd64',
      section: 'admin',
      depends: ['libinit', 'liba', 'debconf'],
      sha256: '00ff',
    });
  });

  test('shared libraries are followed through one another, not through other packages', async () => {
    const all = parsePackageRecords(text);
    const records = async (names: readonly string[]) =>
      all.filter((record) => names.includes(record.package));
    expect(await sharedLibraries(['tool'], records)).toEqual(['liba', 'libc', 'libinit']);
  });
});
