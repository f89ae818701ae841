import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

const alignment = 512;
const headerBytes = 512;

/** The smallest EFI program that sbsign takes: headers and one section. Nothing can run it. */
export function efiProgram(seed = 0): Uint8Array {
  const bytes = new Uint8Array(headerBytes + alignment).fill(seed, headerBytes);
  const view = new DataView(bytes.buffer);
  const optional = 64 + 24;
  const directories = 16;
  view.setUint16(0, 0x4d5a);
  view.setUint32(0x3c, 64, true);
  view.setUint32(64, 0x50450000);
  view.setUint16(68, 0x8664, true);
  view.setUint16(70, 1, true);
  view.setUint16(84, 112 + 8 * directories, true);
  view.setUint16(86, 0x22, true);
  view.setUint16(optional, 0x20b, true);
  view.setUint32(optional + 4, alignment, true);
  view.setUint32(optional + 32, 4096, true);
  view.setUint32(optional + 36, alignment, true);
  view.setUint32(optional + 56, 8192, true);
  view.setUint32(optional + 60, headerBytes, true);
  view.setUint16(optional + 68, 10, true);
  view.setUint32(optional + 108, directories, true);
  const section = optional + 112 + 8 * directories;
  bytes.set(Buffer.from('.text'), section);
  for (const [at, value] of [
    [8, alignment],
    [12, 4096],
    [16, alignment],
    [20, headerBytes],
  ] as const) {
    view.setUint32(section + at, value, true);
  }
  return bytes;
}

/** Has sbsign sign a program with `signer`.key and `signer`.pem of the folder. */
export async function signWithSbsign(
  folder: string,
  { program, signer }: { program: Uint8Array; signer: string },
): Promise<Uint8Array> {
  const [input, output] = [join(folder, 'program.efi'), join(folder, 'signed.efi')];
  await writeFile(input, program);
  const key = ['--key', join(folder, `${signer}.key`), '--cert', join(folder, `${signer}.pem`)];
  await execa('sbsign', [...key, '--output', output, input]);
  return readFile(output);
}

/** What efitools make of files: signature lists, one behind another. */
export async function signatureLists(
  folder: string,
  {
    certificates = [],
    programs = [],
  }: { certificates?: readonly string[]; programs?: readonly Uint8Array[] },
): Promise<Uint8Array> {
  const owner = '11111111-2222-3333-4444-555555555555';
  const list = join(folder, 'list.esl');
  const lists: Uint8Array[] = [];
  for (const name of certificates) {
    await execa('cert-to-efi-sig-list', ['-g', owner, join(folder, `${name}.pem`), list]);
    lists.push(await readFile(list));
  }
  for (const program of programs) {
    const file = join(folder, 'listed.efi');
    await writeFile(file, program);
    await execa('hash-to-efi-sig-list', [file, list]);
    lists.push(await readFile(list));
  }
  return Buffer.concat(lists);
}
