import { join } from 'node:path';
import { defined } from '../core/defined.ts';
import type { ReleaseMemory, SeenRelease } from '../ports/release-memory.ts';
import { inFolder, openFolder } from './folder.ts';
import { readRegularText } from './regular-file.ts';
import { hasStick, stickMountPoint } from './stick.ts';

const name = 'releases.json';
/** The whole catalogue fits in many times over. */
const mostBytes = 64 * 1024;
const mostReleases = 400;

const idPattern = /^[a-z0-9][a-z0-9.-]{0,63}\/[\w.-]{1,64}\/[a-z0-9_]{1,16}$/;
const versionPattern = /^[A-Za-z0-9][\w.+~^-]{0,63}$/;
const dayPattern = /^[12]\d{3}-[01]\d-[0-3]\d$/;

type Releases = ReadonlyMap<string, SeenRelease>;

/**
 * The newest releases seen, in `releases.json` on the stick; none without a stick. A file that
 * anybody could have put there is no authority: what is wrong in it counts as nothing, is reported
 * by `log`, and at worst a release is warned of that needs none.
 */
export function createReleaseMemory(
  log: (text: string) => void,
  directory = stickMountPoint,
): ReleaseMemory {
  const read = async () => readReleases(directory, log);
  return {
    seen: async (id) => (await read()).get(id),
    async remember(id, release) {
      const entry = parseEntry([id, release]);
      if (entry === undefined || !(await hasStick(directory))) return;
      const others = [...(await read())].filter(([other]) => other !== id);
      const releases = [entry, ...others].slice(0, mostReleases);
      const text = `${JSON.stringify(Object.fromEntries(releases), null, 1)}\n`;
      try {
        await inFolder(openFolder(directory), (folder) =>
          folder.replace(name, text, { mode: 0o600 }),
        );
      } catch (error) {
        log(`The release of ${id} cannot be noted on the stick: ${(error as Error).message}`);
      }
    },
  };
}

async function readReleases(directory: string, log: (text: string) => void): Promise<Releases> {
  try {
    const text = await readRegularText(join(directory, name), { mostBytes });
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Error('it is not a list of releases.');
    }
    const entries = Object.entries(value).slice(0, mostReleases);
    const good = entries.flatMap((entry) => {
      const parsed = parseEntry(entry);
      return parsed === undefined ? [] : [parsed];
    });
    if (good.length < entries.length) {
      log(`${entries.length - good.length} entries of ${name} on the stick are wrong and ignored.`);
    }
    return new Map(good);
  } catch (error) {
    log(`${name} on the stick is ignored: ${(error as Error).message}`);
    return new Map();
  }
}

function parseEntry([id, value]: readonly [string, unknown]): [string, SeenRelease] | undefined {
  if (!idPattern.test(id) || typeof value !== 'object' || value === null) return undefined;
  const version = fieldOf(value, 'version', versionPattern);
  const signed = fieldOf(value, 'signed', dayPattern);
  if (version === undefined && signed === undefined) return undefined;
  return [
    id,
    {
      ...defined({ version, signed }),
    },
  ];
}

function fieldOf(value: object, field: string, pattern: RegExp): string | undefined {
  const text: unknown = Object.getOwnPropertyDescriptor(value, field)?.value;
  return typeof text === 'string' && pattern.test(text) ? text : undefined;
}
