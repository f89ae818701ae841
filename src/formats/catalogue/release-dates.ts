import { parseJson } from '../json.ts';
import type { ListResolver } from './distro.ts';
import { elements, property } from './json-list.ts';
import { decodeLink, lastPart } from './link-name.ts';

/** In an index page, a file's date follows its link within so many characters. */
const nearby = 300;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * When the files of a server's list were released, where the list says so: days (`2026-08-15`) by
 * the names that `parseReleaseList` gives. The date of a file on a server is the day it was put
 * there, which is what comes closest.
 */
export function parseReleaseDates(
  resolver: ListResolver['resolver'],
  text: string,
): ReadonlyMap<string, string> {
  switch (resolver) {
    case 'directory':
      return directoryDates(text);
    case 'arch-releases':
      return archDates(text);
    case 'sourceforge-rss':
      return sourceforgeDates(text);
    default:
      return new Map();
  }
}

/** A day that a version states by itself: 20250202, 2026.08.15, 20261115T170111Z, 260809. */
export function dayInVersion(version: string): string | undefined {
  const match =
    /^(20\d\d)[.-]?(\d\d)[.-]?(\d\d)(?:T\d{6}Z?|[.-]\d{1,4})?$/.exec(version) ??
    /^(\d\d)(\d\d)(\d\d)$/.exec(version);
  if (match === null) return undefined;
  const [, year = '', month = '', day = ''] = match;
  return checkedDay(year.length === 2 ? `20${year}` : year, month, day);
}

function directoryDates(text: string): ReadonlyMap<string, string> {
  const dates = new Map<string, string>();
  const links = [...text.matchAll(/\bhref\s*=\s*["']([^"'<>]{1,300})["']/gi)];
  links.forEach((link, index) => {
    const start = link.index + link[0].length;
    const end = Math.min(links[index + 1]?.index ?? text.length, start + nearby);
    const date = firstDate(text.slice(start, end));
    const name = lastPart(decodeLink(link[1] ?? ''));
    if (date !== undefined) dates.set(name, date);
  });
  return dates;
}

/** `2026-08-15` of Apache and lighttpd, `15-Aug-2026` of nginx, `2026-Aug-15` of older ones. */
function firstDate(text: string): string | undefined {
  const match = /\b(\d{4})-(\d\d|[A-Z][a-z]{2})-(\d\d)\b|\b(\d\d)-([A-Z][a-z]{2})-(\d{4})\b/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, year = match[6] ?? '', month = match[5] ?? '', day = match[4] ?? ''] = match;
  const number = months.indexOf(month.toLowerCase()) + 1;
  return checkedDay(year, number === 0 ? month : String(number).padStart(2, '0'), day);
}

function archDates(text: string): ReadonlyMap<string, string> {
  return new Map(
    elements(property(parseJson(text, 'release list'), 'releases')).flatMap((release) => {
      const [url, date] = [property(release, 'iso_url'), property(release, 'release_date')];
      return typeof url === 'string' && typeof date === 'string' && isDay(date)
        ? [[lastPart(url), date] as const]
        : [];
    }),
  );
}

function sourceforgeDates(text: string): ReadonlyMap<string, string> {
  const dates = new Map<string, string>();
  for (const item of text.split('<item>').slice(1)) {
    const path = /<title><!\[CDATA\[([^\]<>]{1,500})\]\]>/.exec(item)?.[1];
    const [, day, month = '', year = ''] =
      /<pubDate>[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) /.exec(item) ?? [];
    const number = months.indexOf(month.toLowerCase()) + 1;
    const date = checkedDay(year, String(number).padStart(2, '0'), day ?? '');
    if (path !== undefined && date !== undefined) dates.set(lastPart(path), date);
  }
  return dates;
}

function checkedDay(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month}-${day}`;
  return isDay(text) ? text : undefined;
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
