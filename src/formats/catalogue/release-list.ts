import { FormatError } from '../../errors.ts';
import { parseChecksums } from '../checksums/checksum-line.ts';
import { parseJson } from '../json.ts';
import { textLines } from '../text-lines.ts';
import type { ListResolver } from './distro.ts';
import { elements, property, strings } from './json-list.ts';
import { decodeLink, lastPart } from './link-name.ts';

/** More names are in no list that is one. */
const mostNames = 50_000;
const longestName = 4096;

const parsers: Readonly<Record<ListResolver['resolver'], (text: string) => readonly string[]>> = {
  directory: parseDirectory,
  'checksum-list': (text) => parseChecksums(text).flatMap(({ name }) => name ?? []),
  'fedora-releases': parseFedoraReleases,
  simplestreams: parseSimplestreams,
  'arch-releases': parseArchReleases,
  'alpine-releases': parseAlpineReleases,
  'tails-latest': parseTailsLatest,
  'manjaro-file-info': parseManjaroFileInfo,
  'gentoo-latest': parseGentooLatest,
  'sourceforge-rss': parseSourceforgeRss,
  'pop-os-build': (text) => strings([property(parseJson(text, 'release list'), 'url')]),
};

/**
 * The names of files (or directories, with a `/` at the end) that a server's list has, whatever
 * path or host it gives them: those come from the row. Throws FormatError for what is no list.
 */
export function parseReleaseList(
  resolver: ListResolver['resolver'],
  text: string,
): readonly string[] {
  const names = parsers[resolver](text).slice(0, mostNames);
  const long = names.find((name) => name.length > longestName);
  if (long !== undefined) {
    throw new FormatError('release list', 0, `a name of ${long.length} characters`);
  }
  return names.map(lastPart).filter((name) => name !== '');
}

/** The links of a web server's index page: Apache, nginx, lighttpd, SourceForge. */
function parseDirectory(text: string): readonly string[] {
  const links = text.matchAll(/\bhref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/gi);
  const names: string[] = [];
  for (const [, double, single] of links) {
    if (names.length >= mostNames) break;
    names.push(decodeLink(double ?? single ?? ''));
  }
  return names;
}

/** Fedora's releases.json: an array of {version, arch, link, variant, …}. */
function parseFedoraReleases(text: string): readonly string[] {
  return strings(
    elements(parseJson(text, 'release list')).map((release) => property(release, 'link')),
  );
}

/** Simplestreams "products:1.0": products → versions → items, each with a path. */
function parseSimplestreams(text: string): readonly string[] {
  return elements(property(parseJson(text, 'release list'), 'products'))
    .flatMap((product) => elements(property(product, 'versions')))
    .flatMap((version) => elements(property(version, 'items')))
    .flatMap((item) => strings([property(item, 'path')]));
}

/** archlinux.org/releng/releases/json: releases that are not available any more are left out. */
function parseArchReleases(text: string): readonly string[] {
  return elements(property(parseJson(text, 'release list'), 'releases'))
    .filter((release) => property(release, 'available') !== false)
    .flatMap((release) => strings([property(release, 'iso_url')]));
}

/** Alpine's latest-releases.yaml: of its flat lists of `key: value`, the lines `file:` count. */
function parseAlpineReleases(text: string): readonly string[] {
  return [...textLines(text, { format: 'release list' })].flatMap(
    (line) => /^[ \t-]*file:[ \t]*["']?([^\s"']+)["']?[ \t\r]*$/.exec(line)?.[1] ?? [],
  );
}

/** Tails' latest.json, version 2: installations → installation-paths → target-files. */
function parseTailsLatest(text: string): readonly string[] {
  return elements(property(parseJson(text, 'release list'), 'installations'))
    .flatMap((one) => elements(property(one, 'installation-paths')))
    .flatMap((path) => elements(property(path, 'target-files')))
    .flatMap((file) => strings([property(file, 'url')]));
}

/** Manjaro's file-info.json: groups → editions, each with an image (and a minimal one). */
function parseManjaroFileInfo(text: string): readonly string[] {
  return elements(parseJson(text, 'release list'))
    .flatMap(elements)
    .flatMap((edition) => [edition, property(edition, 'minimal')])
    .flatMap((edition) => strings([property(edition, 'image')]));
}

/** SourceForge's feed of a folder: the title of an item is the file's path. */
function parseSourceforgeRss(text: string): readonly string[] {
  const titles = text.matchAll(/<title><!\[CDATA\[([^\]<>]{1,500})\]\]><\/title>/g);
  return [...titles].map(([, path = '']) => path);
}

/** Gentoo's latest-*.txt: `PATH SIZE` a line, inside a cleartext signature. */
function parseGentooLatest(text: string): readonly string[] {
  return [...textLines(text, { format: 'release list' })].flatMap(
    (line) => /^(\S+\.iso)[ \t]+\d+[ \t\r]*$/.exec(line)?.[1] ?? [],
  );
}
