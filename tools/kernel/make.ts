import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { WebbootError } from '../../src/errors.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { say } from '../shared/say.ts';
import { runTool } from '../shared/tool.ts';
import type { KernelSource } from './source.ts';

/** The kernel's names for architectures, the file that boots, and Debian's compilers. */
const targets = {
  x86_64: { arch: 'x86_64', image: 'arch/x86/boot/bzImage', triplet: 'x86-64-linux-gnu' },
  aarch64: { arch: 'arm64', image: 'arch/arm64/boot/Image', triplet: 'aarch64-linux-gnu' },
} as const;

/** The kernel's own build system, with its results apart from its source. */
export interface KernelMake {
  /** The directory of the results. */
  readonly objects: string;
  /** Relative to `objects`. */
  readonly image: string;
  /** First line of `gcc --version`. */
  readonly compiler: string;
  /** Returns what it printed; throws 'build-failed' with the end of it. */
  run(target: string, variables?: Readonly<Record<string, string>>): Promise<string>;
}

/** Throws 'host-tool-missing' without a compiler for the architecture. */
export async function kernelMake(
  { directory, date }: KernelSource,
  { arch, objects }: { arch: MachineArchitecture; objects: string },
): Promise<KernelMake> {
  const target = targets[arch];
  const native = process.arch === (arch === 'x86_64' ? 'x64' : 'arm64');
  const prefix = native ? '' : `${target.triplet.replace('x86-64', 'x86_64')}-`;
  const version = await runTool(`${prefix}gcc`, ['--version'], {
    package: native ? 'gcc' : `gcc-${target.triplet}`,
  });
  const variables = {
    O: objects,
    ARCH: target.arch,
    CROSS_COMPILE: prefix,
    // What would tell one build from the next.
    KBUILD_BUILD_TIMESTAMP: new Date(date * 1000).toUTCString(),
    KBUILD_BUILD_USER: 'webboot',
    KBUILD_BUILD_HOST: 'webboot',
    KBUILD_BUILD_VERSION: '1',
  };
  return {
    objects,
    image: target.image,
    compiler: version.split('\n')[0] ?? '',
    run: (name, more = {}) => {
      const settings = Object.entries({ ...variables, ...more });
      const args = settings.map(([key, value]) => `${key}=${value}`);
      return runMake(['-C', directory, `-j${availableParallelism()}`, ...args, name], objects);
    },
  };
}

/** A line now and then shows that it goes on: this may take an hour. */
async function runMake(args: readonly string[], objects: string): Promise<string> {
  let steps = 0;
  const beat = setInterval(() => say(`  ${steps} files so far ...`), 60_000);
  try {
    const make = execa('make', args, {
      all: true,
      reject: false,
      stdin: 'ignore',
      env: { LC_ALL: 'C.UTF-8' },
    });
    make.stdout.on('data', (chunk: Buffer) => {
      steps += chunk.filter((byte) => byte === 10).length;
    });
    const result = await make;
    if (!result.failed) return result.stdout;
    throw new WebbootError('build-failed', `The kernel build failed:\n${lastErrors(result.all)}`, {
      subject: args.at(-1),
      remedy: `See the compiler's output above, and ${join(objects, '.config')}.`,
      cause: result,
    });
  } finally {
    clearInterval(beat);
  }
}

/** With several jobs the error is not the last of what was printed. */
function lastErrors(output: string): string {
  const lines = output.split('\n');
  const errors = lines.filter((line) => /\berror\b|\*\*\*|not found/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(-15).join('\n');
}
