import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../src/app/open-catalogue.ts';
import { summarise } from '../../../src/boot/catalogue/summary.ts';
import { listCommand } from '../../../src/cli/list.ts';
import type { NearOffer } from '../../../src/cli/near-text.ts';

let near: readonly NearOffer[] = [];

async function list(...argv: readonly string[]): Promise<string> {
  let text = '';
  const io = {
    stdout: (part: string) => {
      text += part;
    },
    stderr: () => {},
    env: {},
    signal: new AbortController().signal,
  };
  const open = async () => (await openCatalogue()).rows.map(summarise);
  expect(await listCommand.main(argv, io, { open, near: async () => near })).toBe(0);
  return text;
}

describe('webboot list', () => {
  it('prints what can be asked for, for which machines, and whether it is signed', async () => {
    const lines = (await list()).split('\n');
    expect(lines).toContainEqual(
      expect.stringMatching(/^debian\/gnome +x86_64 +signed +Debian Live, GNOME$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^tinycore\/core +i386 +unverified +Tiny Core/),
    );
  });

  it('prints as JSON why an image is not verified and what is not confirmed', async () => {
    const [slax] = JSON.parse(await list('slax', '--json'));
    expect(slax).toMatchObject({
      id: 'slax',
      trust: 'unverified',
      confirmed: false,
      unverifiedBecause: expect.stringContaining('Slax signs nothing'),
      variants: expect.arrayContaining([expect.objectContaining({ id: 'slax/debian' })]),
    });
  });

  it('leaves out what another machine would need', async () => {
    const text = await list('--arch', 'arm64');
    expect(text).toMatch(/^ubuntu\/server-arm64 /m);
    expect(text).not.toMatch(/^debian\//m);
  });

  it('names the nearest for a distro that there is not', async () => {
    await expect(list('debain')).rejects.toMatchObject({
      code: 'unknown-distro',
      remedy: 'Did you mean: debian?',
    });
  });

  it.each([['--colour'], ['--arch', 'vax'], ['debian', 'arch']])('refuses %s', async (...argv) => {
    await expect(list(...argv)).rejects.toMatchObject({ code: 'usage' });
  });

  it('prints what the machines of this network say they have', async () => {
    expect(await list('--near')).toBe('No machine of this network has answered.\n');
    const server = { name: 'desk', url: 'http://192.0.2.1:8080' };
    const image = {
      ids: ['a'.repeat(64)],
      title: 'Live',
      version: '1',
      fileName: 'l.iso',
      bytes: 7,
    };
    near = [{ ...server, images: [image] }];
    expect(await list('--near')).toContain('desk (http://192.0.2.1:8080)\n  Live 1, 7 bytes\n');
    near = [{ ...server, images: [], problem: 'it is not JSON' }];
    expect(await list('--near')).toContain('cannot be read: it is not JSON');
  });
});
