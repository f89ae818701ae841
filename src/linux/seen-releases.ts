import { defined } from '../core/defined.ts';
import type { ReleaseMemory, SeenRelease } from '../ports/release-memory.ts';
import type { StickFile, StickFiles } from './stick-files.ts';

/** The whole catalogue fits in many times over. */
const file: StickFile = { name: 'releases.json', mostBytes: 64 * 1024 };
const mostReleases = 400;

const idPattern = /^[a-z0-9][a-z0-9.-]{0,63}\/[\w.-]{1,64}\/[a-z0-9_]{1,16}$/;
const versionPattern = /^[A-Za-z0-9][\w.+~^-]{0,63}$/;
const dayPattern = /^[12]\d{3}-[01]\d-[0-3]\d$/;

type Releases = ReadonlyMap<string, SeenRelease>;

/**
 * The newest releases seen, in `releases.json` on the stick; without a stick, those of this start. A file that
 * anybody could have put there is no authority: what is wrong in it counts as nothing, is reported
 * by `log`, and at worst a release is warned of that needs none.
 */
export function createReleaseMemory(files: StickFiles, log: (text: string) => void): ReleaseMemory {
  return {
    seen: async (id) => (await readReleases(files, log)).get(id),
    async remember(id, release) {
      const entry = parseEntry([id, release]);
      if (entry === undefined) return;
      const add = (text: string | undefined) => {
        const before = without(id, text);
        const releases = [entry, ...before].slice(0, mostReleases);
        return `${JSON.stringify(Object.fromEntries(releases), null, 1)}\n`;
      };
      await files.change(file, add).catch((error: Error) => {
        log(`The release of ${id} cannot be noted on the stick: ${error.message}`);
      });
    },
  };
}

/** All but one; none of a damaged file, which reading it has reported. */
function without(
  id: string,
  text: string | undefined,
): readonly (readonly [string, SeenRelease])[] {
  try {
    return [...parseReleases(text, () => {})].filter(([other]) => other !== id);
  } catch {
    return [];
  }
}

async function readReleases(files: StickFiles, log: (text: string) => void): Promise<Releases> {
  try {
    return parseReleases(await files.read(file), log);
  } catch (error) {
    log(`${file.name} on the stick is ignored: ${(error as Error).message}`);
    return new Map();
  }
}

function parseReleases(text: string | undefined, log: (text: string) => void): Releases {
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
    log(
      `${entries.length - good.length} entries of ${file.name} on the stick are wrong and ignored.`,
    );
  }
  return new Map(good);
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
