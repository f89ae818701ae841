import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WebbootError } from '../../src/errors.ts';
import {
  findArchitecture,
  type MachineArchitecture,
  machineArchitectures,
} from '../shared/architectures.ts';

export const usage = `usage: npm run release -- [options]

Builds everything that is released, with checksums and a software bill of materials.

  --out DIR        results; default build/release/VERSION
  --arch ARCH      x86_64 or aarch64; may be repeated; both without
  --key FILE       minisign secret key that signs SHA256SUMS; unsigned without
  --once           does not build a second time to compare
`;

export interface ReleaseOptions {
  readonly out: string | undefined;
  readonly architectures: readonly MachineArchitecture[];
  /** A minisign secret key; its passphrase is asked for by minisign, if it has one. */
  readonly key: string | undefined;
  /** Builds everything again elsewhere, and compares. */
  readonly twice: boolean;
}

export function parseReleaseArguments(args: readonly string[]): ReleaseOptions | 'help' {
  const values = rawValues(args);
  if (values.help) return 'help';
  return {
    out: values.out === undefined ? undefined : resolve(values.out),
    architectures:
      values.arch.length === 0 ? machineArchitectures : values.arch.map(parseArchitecture),
    key: values.key === undefined ? undefined : resolve(values.key),
    twice: !values.once,
  };
}

function parseArchitecture(text: string): MachineArchitecture {
  const found = findArchitecture(text);
  if (found !== undefined) return found;
  throw wrong(`--arch must be one of ${machineArchitectures.join(', ')}, not ${text}.`);
}

function rawValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        arch: { type: 'string', multiple: true, default: [] },
        key: { type: 'string' },
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function wrong(message: string, cause?: unknown): WebbootError {
  return new WebbootError('usage', message, { remedy: 'See npm run release -- --help.', cause });
}
