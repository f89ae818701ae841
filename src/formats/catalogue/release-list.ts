import { parseChecksums } from '../checksums/checksum-line.ts';
import type { ListResolver } from './distro.ts';
import { elements, parseJson, property, strings } from './json-list.ts';
import { decodeLink, lastPart } from './link-name.ts';

/** More names are in no list that is one. */
const mostNames = 50_000;

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
  'pop-os-build': (text) => strings([property(parseJson(text), 'url')]),
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
  return names.map(lastPart).filter((name) => name !== '');
}

/** The links of a web server's index page: Apache, nginx, lighttpd, SourceForge. */
function parseDirectory(text: string): readonly string[] {
  const links = text.matchAll(/\bhref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/gi);
  return [...links].map(([, double, single]) => decodeLink(double ?? single ?? ''));
}

/** Fedora's releases.json: an array of {version, arch, link, variant, …}. */
function parseFedoraReleases(text: string): readonly string[] {
  return strings(elements(parseJson(text)).map((release) => property(release, 'link')));
}

/** Simplestreams "products:1.0": products → versions → items, each with a path. */
function parseSimplestreams(text: string): readonly string[] {
  return elements(property(parseJson(text), 'products'))
    .flatMap((product) => elements(property(product, 'versions')))
    .flatMap((version) => elements(property(version, 'items')))
    .flatMap((item) => strings([property(item, 'path')]));
}

/** archlinux.org/releng/releases/json: releases that are not available any more are left out. */
function parseArchReleases(text: string): readonly string[] {
  return elements(property(parseJson(text), 'releases'))
    .filter((release) => property(release, 'available') !== false)
    .flatMap((release) => strings([property(release, 'iso_url')]));
}

/** Alpine's latest-releases.yaml: of its flat lists of `key: value`, the lines `file:` count. */
function parseAlpineReleases(text: string): readonly string[] {
  const lines = text.matchAll(/^[ \t-]*file:[ \t]*["']?([^\s"']+)["']?[ \t\r]*$/gm);
  return [...lines].map(([, file = '']) => file);
}

/** Tails' latest.json, version 2: installations → installation-paths → target-files. */
function parseTailsLatest(text: string): readonly string[] {
  return elements(property(parseJson(text), 'installations'))
    .flatMap((one) => elements(property(one, 'installation-paths')))
    .flatMap((path) => elements(property(path, 'target-files')))
    .flatMap((file) => strings([property(file, 'url')]));
}

/** Manjaro's file-info.json: groups → editions, each with an image (and a minimal one). */
function parseManjaroFileInfo(text: string): readonly string[] {
  return elements(parseJson(text))
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
  return [...text.matchAll(/^(\S+\.iso)[ \t]+\d+[ \t\r]*$/gm)].map(([, path = '']) => path);
}
