import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Deb, oddLists, openAptState, unpackDeb } from '../debian/apt.ts';
import { suite } from '../image/suite.ts';
import { cachedDirectory } from '../image/unpacked.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { step } from '../shared/say.ts';
import { runTool } from '../shared/tool.ts';

/** The long-term kernel of the suite. */
const sourcePackage = 'linux-source-6.12';

export interface KernelSource {
  readonly deb: Deb;
  readonly directory: string;
  /** Seconds since 1970; of the release, the same wherever it is unpacked. */
  readonly date: number;
}

/** Debian's source of the kernel, with Debian's patches; 150 MB to download, 1.5 GB unpacked. */
export async function kernelSource(arch: MachineArchitecture): Promise<KernelSource> {
  const apt = await openAptState({ suite, arch });
  await apt.update();
  const [deb] = await apt.download([sourcePackage]);
  if (deb === undefined) throw oddLists(`apt returned no ${sourcePackage}.`);
  const directory = await cachedDirectory(`linux-source-${deb.sha256.slice(0, 8)}`, (work) =>
    step(`unpacking ${sourcePackage} ${deb.version}`, async () => {
      const package_ = join(work, 'package');
      await unpackDeb(deb, package_);
      const folder = join(package_, 'usr/src');
      const archive = (await readdir(folder)).find((name) => name.endsWith('.tar.xz')) ?? '';
      const options = { package: 'xz-utils' };
      await runTool(
        'tar',
        ['-xf', join(folder, archive), '-C', work, '--strip-components=1'],
        options,
      );
      await rm(package_, { recursive: true });
    }),
  );
  const { mtimeMs } = await stat(join(directory, 'Makefile'));
  return { deb, directory, date: Math.floor(mtimeMs / 1000) };
}
