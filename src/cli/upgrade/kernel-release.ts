import { WebbootError } from '../../errors.ts';
import { readKernelImage } from '../../formats/kernel/kernel-image.ts';
import type { Machine } from '../../ports/machine.ts';

/** The release in a kernel's own file: "6.12.57+deb13-amd64". Throws FormatError, `kernel-unreadable`. */
export async function kernelRelease(
  machine: Pick<Machine, 'openMedium'>,
  path: string,
): Promise<string> {
  const medium = await machine.openMedium(path);
  try {
    const { facts } = await readKernelImage(medium, { path, scan: true });
    const [release = ''] = facts.version.split(' ');
    if (release !== '') return release;
  } finally {
    await medium.close();
  }
  throw new WebbootError('kernel-unreadable', 'This kernel does not say which release it is.', {
    subject: path,
    remedy: 'Name a bzImage (x86) or an Image (arm64).',
  });
}
