import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../src/app/open-catalogue.ts';
import { summarise } from '../../../src/boot/catalogue/summary.ts';
import { listCommand } from '../../../src/cli/list.ts';

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
  expect(await listCommand.main(argv, io, open)).toBe(0);
  return text;
}

describe('webboot list', () => {
  it('prints what can be asked for, for which machines, and whether it is signed', async () => {
    const lines = (await list()).split('\n');
    expect(lines).toContainEqual(
      expect.stringMatching(/^debian\/gnome +x86_64 +signed +Debian Live, GNOME$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^tinycore\/core +i386 +not verified +Tiny Core/),
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
});
