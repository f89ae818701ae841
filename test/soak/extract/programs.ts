import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openAptState } from '../../../tools/debian/apt.ts';
import { unpackedDebs } from '../../../tools/image/unpacked.ts';
import { runTool } from '../../../tools/shared/tool.ts';
import { zbootImage } from '../../helpers/zboot-image.ts';
import { debianKernel } from '../kernels/chain-files.ts';
import { tinyInitrd } from './guest.ts';

/** Of addresses: the stub begins at 0x14df90000 and takes some 100 kB. */
const behindStub = 0x1_5000_0000;

/** By objcopy, of systemd's stub, as its manual page systemd-stub(7) describes it. */
export async function ukiSource(work: string): Promise<string> {
  const apt = await openAptState({ suite: 'trixie', arch: 'x86_64' });
  await apt.update();
  const tree = await unpackedDebs('stub', await apt.download(['systemd-boot-efi']));
  const file = async (name: string, content: string | Uint8Array) => {
    const path = join(work, name);
    await writeFile(path, content);
    return path;
  };
  const kernel = await debianKernel('trixie');
  const sections = [
    ['.osrel', await file('os-release', 'ID=test\nPRETTY_NAME="A test"\n'), 0x2000000],
    ['.cmdline', await file('words', 'from=uki\0'), 0x2100000],
    ['.linux', kernel, 0x3000000],
    ['.initrd', await file('initrd', await tinyInitrd('x86_64')), 0x9000000],
  ] as const;
  const made = join(work, 'linux.efi');
  await runTool(
    'objcopy',
    [
      ...sections.flatMap(([name, path, address]) => [
        ...['--add-section', `${name}=${path}`],
        ...['--set-section-flags', `${name}=data,readonly,alloc,load`],
        ...['--change-section-vma', `${name}=0x${(behindStub + address).toString(16)}`],
      ]),
      join(tree, 'usr/lib/systemd/boot/efi/linuxx64.efi.stub'),
      made,
    ],
    { package: 'binutils' },
  );
  return made;
}

/** Debian's kernel for arm64, as a program that only firmware can start. */
export async function zbootSource(work: string): Promise<string> {
  const kernel = await readFile(await debianKernel('trixie', 'aarch64'));
  const made = join(work, 'vmlinuz.efi');
  const isZboot = kernel.toString('latin1', 4, 8) === 'zimg';
  await writeFile(made, isZboot ? kernel : zbootImage(kernel));
  return made;
}
