import type { FileTree } from '../../ports/file-tree.ts';
import { type GlobUnit, matchesUnits, unitOf } from '../glob.ts';
import type { Budget } from './budget.ts';
import { treeDevice } from './device.ts';

/** Fedora's and openSUSE's GRUB keep `\x20` and its like as they are, for kernel command lines. */
const hexEscape = /\\x[0-9a-fA-F]{2}/y;

/** Protects what came from quotes, so that only unquoted `*` and `?` are wildcards. */
export function escapePattern(text: string): string {
  return mapEscapes(text, (character) =>
    character === '*' || character === '?' || character === '\\' ? `\\${character}` : character,
  );
}

export function unescapePattern(pattern: string): string {
  let plain = '';
  for (let at = 0; at < pattern.length; at += 1) {
    hexEscape.lastIndex = at;
    const hex = hexEscape.exec(pattern);
    if (hex !== null) {
      plain += hex[0];
      at += hex[0].length - 1;
    } else if (pattern[at] === '\\') {
      at += 1;
      plain += pattern[at] ?? '';
    } else {
      plain += pattern[at];
    }
  }
  return plain;
}

export function hasWildcard(pattern: string): boolean {
  return /^(?:[^\\*?]|\\.)*[*?]/s.test(pattern);
}

/**
 * The files that a pattern names, sorted; empty when there is none, and then the pattern stands
 * for itself. Wildcards in the middle of a path are followed; `*` alone means devices.
 */
export async function expandWildcard(
  pattern: string,
  tree: FileTree,
  budget: Budget,
): Promise<readonly string[]> {
  if (pattern === '*') return [treeDevice];
  if (pattern === '(*)') return [`(${treeDevice})`];
  const device = /^\([^()]*\)/.exec(pattern)?.[0] ?? '';
  const path = pattern.slice(device.length);
  if (!path.startsWith('/') || hasWildcard(device)) return [];
  let found: string[] = [''];
  for (const segment of path.split('/').slice(1)) {
    if (!hasWildcard(segment)) {
      found = found.map((parent) => `${parent}/${unescapePattern(segment)}`);
      continue;
    }
    const next: string[] = [];
    for (const parent of found) {
      budget.spendLookup();
      const names = (await tree.list(parent === '' ? '/' : parent)).map((entry) => entry.name);
      budget.spendSteps(names.length);
      for (const name of names.sort()) {
        if (matchesPattern(segment, name, budget)) next.push(`${parent}/${name}`);
      }
    }
    found = next;
  }
  const existing: string[] = [];
  for (const candidate of found) {
    budget.spendLookup();
    if ((await tree.find(candidate)) !== undefined) existing.push(`${device}${candidate}`);
  }
  return existing;
}

/** One path segment against `*` and `?`, of which escaped ones stand for themselves. */
export function matchesPattern(pattern: string, name: string, budget: Budget): boolean {
  const units = patternUnits(pattern);
  budget.spendSteps(1 + Math.floor((units.length * name.length) / 64));
  return matchesUnits(units, name);
}

function patternUnits(pattern: string): GlobUnit[] {
  const units: GlobUnit[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === '\\') {
      at += 1;
      units.push(pattern[at] ?? '');
    } else units.push(unitOf(character));
  }
  return units;
}

function mapEscapes(text: string, replace: (character: string) => string): string {
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    hexEscape.lastIndex = at;
    const hex = hexEscape.exec(text);
    if (hex === null) result += replace(text[at] ?? '');
    else {
      result += hex[0];
      at += hex[0].length - 1;
    }
  }
  return result;
}
