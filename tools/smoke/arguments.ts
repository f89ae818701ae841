import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defined } from '../../src/core/defined.ts';
import { WebbootError } from '../../src/errors.ts';
import { type Flavour, flavours } from '../image/options.ts';
import { guestKindUsage, parseGuestKind } from '../qemu/guest-kind.ts';
import type { SmokeOptions } from './run-smoke.ts';

export const usage = `usage: npm run smoke -- --iso FILE --expect REGEX [options]
  --iso FILE        any ISO; it is served and signed by the demo key
  --expect REGEX    what the second kernel's serial console must show
  --entry TITLE|ID  the ISO's own boot entry; its default without
  --memory MB       RAM of the machine; chosen by the ISO's size without
  --timeout S       seconds until it counts as failed; chosen by the ISO's size without
  --append PARAMS   for the second kernel's command line
  --log FILE        keeps what the console showed
  --flavour KERNEL  webboot's own: cloud (the default), generic or built (see npm run image)
${guestKindUsage}  --corrupt         flips one bit of the served ISO: webboot must refuse it
  --json            the result as JSON on standard output
Exit status 0, or 1 with the stage at which it stopped.
`;

export interface SmokeCommand {
  readonly options: SmokeOptions;
  readonly json: boolean;
}

/** Reads the command's arguments; throws 'usage' with what is wrong. */
export function parseSmokeArguments(args: readonly string[]): SmokeCommand | 'help' {
  const values = rawValues(args);
  const { iso, expect, entry, append, log, corrupt, flavour } = values;
  if (values.help === true) return 'help';
  if (iso === undefined) throw wrong('--iso FILE is missing.');
  if (expect === undefined && corrupt !== true) throw wrong('--expect REGEX is missing.');
  const memoryMb = positive('--memory', values.memory);
  const timeoutS = positive('--timeout', values.timeout);
  return {
    json: values.json === true,
    options: {
      kind: parseGuestKind(values, 'npm run smoke'),
      iso: resolve(iso),
      expect: pattern(expect ?? ''),
      ...defined({ entry, memoryMb, timeoutS, append }),
      ...(log === undefined ? {} : { log: resolve(log) }),
      ...defined({ corrupt }),
      ...(flavour === undefined ? {} : { image: { flavour: parseFlavour(flavour) } }),
    },
  };
}

function rawValues(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ iso: text, expect: text, entry: text, memory: text, timeout: text, append: text },
        ...{ log: text, flavour: text, arch: text, firmware: text },
        ...{ corrupt: flag, json: flag, help: flag },
      },
    }).values;
  } catch (cause) {
    throw wrong((cause as Error).message);
  }
}

function positive(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw wrong(`${name} must be a whole number, not "${value}".`);
}

function parseFlavour(text: string): Flavour {
  const known = flavours.find((flavour) => flavour === text);
  if (known !== undefined) return known;
  throw wrong(`--flavour must be one of ${flavours.join(', ')}, not "${text}".`);
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text, 'm');
  } catch (cause) {
    throw wrong(`--expect must be a regular expression: ${(cause as Error).message}.`);
  }
}

function wrong(message: string): WebbootError {
  return new WebbootError('usage', message, { remedy: 'See npm run smoke -- --help.' });
}
