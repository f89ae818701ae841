import { describe, expect, test } from 'vitest';
import {
  findDebianMirror,
  findDefaultMirror,
  parseDeb822Sources,
  parseSourcesList,
} from '../../../../tools/debian/apt-sources.ts';

describe('apt sources', () => {
  test('one-line entries give address, suite and components, options and comments aside', () => {
    const text = [
      '# deb http://old.example/debian trixie main',
      'deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian/ trixie main contrib # mine',
      'deb-src http://mirror.example/debian trixie main',
      'deb cdrom:[Debian GNU/Linux]/ trixie main',
    ].join('\n');
    expect(parseSourcesList(text)[0]).toEqual({
      uri: 'http://mirror.example/debian/',
      suites: ['trixie'],
      components: ['main', 'contrib'],
    });
    expect(findDebianMirror(parseSourcesList(text))).toBe('http://mirror.example/debian');
  });

  test('deb822 paragraphs give one source an address, folded fields and comments included', () => {
    const text =
      'Types: deb deb-src\n# a comment\nURIs: http://a.example/debian\n http://b.example/debian\nSuites: trixie trixie-updates\nComponents: main\n\nTypes: deb\nEnabled: no\nURIs: http://c.example/debian\nSuites: trixie\nComponents: main\n';
    expect(parseDeb822Sources(text).map(({ uri }) => uri)).toEqual([
      'http://a.example/debian',
      'http://b.example/debian',
    ]);
    expect(parseDeb822Sources(text)[0]?.suites).toEqual(['trixie', 'trixie-updates']);
  });

  test("Ubuntu's, security's and vendors' sources are not taken for Debian's archive", () => {
    const text = [
      'deb http://archive.ubuntu.example/ubuntu noble main',
      'deb http://security.example/debian-security trixie-security main',
      'deb https://docker.example/linux/debian trixie stable',
      'deb https://vendor.example/apt stable main',
    ].join('\n');
    expect(findDebianMirror(parseSourcesList(text))).toBeUndefined();
  });

  test('an address that ends in /debian is preferred to one that only has it in its name', () => {
    const text =
      'deb https://proxy.example/debian-remote trixie main\ndeb http://m.example/debian sid main\n';
    expect(findDebianMirror(parseSourcesList(text))).toBe('http://m.example/debian');
  });

  test("debootstrap's script names its default mirror", () => {
    expect(
      findDefaultMirror('case $ARCH in\n*)\n  default_mirror http://d.example/debian/\n'),
    ).toBe('http://d.example/debian');
    expect(findDefaultMirror('')).toBeUndefined();
  });
});
