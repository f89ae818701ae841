import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { readUnifiedKernel, type UkiPart } from '../../../../src/formats/uki/unified-kernel.ts';
import { efiProgram } from '../../../helpers/efi-program.ts';
import { peProgram } from '../../../helpers/pe-program.ts';

const read = (bytes: Uint8Array) => readUnifiedKernel(memoryAccess(bytes));
const textOf = async ({ content }: UkiPart) =>
  new TextDecoder().decode(await content.read(0, content.size));

const osrel = '.osrel';
const release = 'NAME=Demo\nPRETTY_NAME="Demo Linux 13"\nIMAGE_VERSION=7\n';

describe('a unified kernel image', () => {
  it('gives kernel, microcode, initrd, command line, os-release and version', async () => {
    const image = await read(
      peProgram([
        ['.text', 'stub'],
        [osrel, release],
        ['.cmdline', 'root=/dev/x quiet\n\0\0'],
        ['.uname', '6.12.1-amd64'],
        ['.initrd', 'initrd'],
        ['.ucode', 'microcode'],
        ['.linux', 'kernel'],
      ]),
    );
    expect(image).toMatchObject({ title: 'Demo Linux 13', version: '7', uname: '6.12.1-amd64' });
    const [only, ...others] = image?.profiles ?? [];
    expect(others).toEqual([]);
    expect(only).toMatchObject({ id: '', cmdline: 'root=/dev/x quiet' });
    expect(only && (await textOf(only.kernel))).toBe('kernel');
    expect(await Promise.all((only?.initrds ?? []).map(textOf))).toEqual(['microcode', 'initrd']);
  });

  it('has a profile for each section of that name, over what all of them share', async () => {
    const image = await read(
      peProgram([
        ['.linux', 'kernel'],
        ['.initrd', 'shared'],
        ['.cmdline', 'base'],
        ['.profile', 'ID=main\nTITLE=Main\n'],
        ['.profile', 'ID=reset\nTITLE="Factory reset"\n'],
        ['.cmdline', 'reset'],
        ['.initrd', 'own'],
      ]),
    );
    const profiles = image?.profiles ?? [];
    expect(profiles.map(({ id, title, cmdline }) => [id, title, cmdline])).toEqual([
      ['main', 'Main', 'base'],
      ['reset', 'Factory reset', 'reset'],
    ]);
    expect(profiles.map(({ initrds }) => initrds.map(({ name }) => name))).toEqual([
      ['.initrd'],
      ['.initrd.2'],
    ]);
  });

  it('is taken apart as objcopy and ukify put it together', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'webboot-uki-'));
    try {
      const file = async (name: string, content: string | Uint8Array) => {
        await writeFile(join(directory, name), content);
        return join(directory, name);
      };
      const add = async (name: string, content: string, address: number) => [
        `--add-section=${name}=${await file(name.slice(1), content)}`,
        `--change-section-vma=${name}=${address}`,
      ];
      const stub = await file('stub.efi', efiProgram());
      const output = join(directory, 'x.efi');
      await execa('objcopy', [
        ...(await add('.osrel', release, 0x20000)),
        ...(await add('.cmdline', 'quiet', 0x30000)),
        ...(await add('.initrd', 'initrd', 0x40000)),
        ...(await add('.linux', 'kernel of an odd length', 0x50000)),
        stub,
        output,
      ]);
      const image = await read(new Uint8Array(await readFile(output)));
      const [profile] = image?.profiles ?? [];
      expect(image?.title).toBe('Demo Linux 13');
      expect(profile?.cmdline).toBe('quiet');
      expect(profile && (await textOf(profile.kernel))).toBe('kernel of an odd length');
      expect(await Promise.all((profile?.initrds ?? []).map(textOf))).toEqual(['initrd']);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it.each([
    ['an EFI program without a kernel', peProgram([['.text', 'x']])],
    ['a kernel that is cut off', peProgram([['.text', 'x'.repeat(5000)]]).subarray(0, 2000)],
    ['a text', new TextEncoder().encode('MZ but nothing else'.repeat(9))],
    ['nothing', new Uint8Array()],
  ])('is not %s', async (_name, bytes) => {
    expect(await read(bytes)).toBeUndefined();
  });

  it('ends with FormatError where a section reaches past the end, or a text is endless', async () => {
    const cut = peProgram([['.linux', 'k'.repeat(5000)]]).subarray(0, 2000);
    await expect(read(cut)).rejects.toBeInstanceOf(FormatError);
    const long = peProgram([
      ['.linux', 'k'],
      ['.cmdline', 'x'.repeat(70_000)],
    ]);
    await expect(read(long)).rejects.toThrow('section .cmdline of 70000 bytes');
  });
});
