import { createHash } from 'node:crypto';
import { type LanguageCode, languageOf } from '../core/languages/languages.ts';
import { type BootFiles, bootPath, bootScripts } from './boot-files.ts';
import { besidePath, saveAs, torrentSuffix } from './image-address.ts';
import { imagesText } from './images-list.ts';
import { metricsText, metricsType } from './metrics.ts';
import type { Offered } from './offered.ts';
import type { OpenFile } from './open-file.ts';
import { pageHeaders, pageText } from './page.ts';
import type { Seeding } from './seed-images.ts';
import type { Tally } from './tally.ts';

/** What an address stands for. */
export type Resource =
  | {
      readonly kind: 'file';
      readonly file: OpenFile;
      /** What its bytes are counted by: an image's id, or an own name. */
      readonly label: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly etag: string;
      /** A boot loader takes it, which may let it wait while it reads another. */
      readonly forLoader?: true;
    }
  | {
      readonly kind: 'bytes';
      readonly type: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** Undefined if it is gone. */
      readonly read: (asked: Asked) => Promise<Uint8Array | undefined>;
      readonly etag?: string;
      /** As above. */
      readonly forLoader?: true;
    };

/** How a client asks. */
interface Asked {
  /** This server's URL, as the client has reached it, if it has one. */
  readonly server: string | undefined;
  /** What its browser likes best. */
  readonly language: LanguageCode;
}

/** A file of a catalogue's repository, by its path in there. */
export type CatalogueFiles = ReadonlyMap<string, () => Promise<Uint8Array | undefined>>;

/**
 * Everything that can be asked for, by its whole path as it is sent. Whatever is not in the table
 * does not exist, so no address leads to a file that is not meant.
 */
export function createResources(
  {
    images,
    catalogue,
    boot,
    torrent,
  }: {
    readonly images: readonly Offered[];
    readonly catalogue: CatalogueFiles;
    readonly boot?: BootFiles;
    readonly torrent: Seeding['torrent'];
  },
  tally: Tally,
): ReadonlyMap<string, Resource> {
  const text = (type: string, render: () => string, headers = {}): Resource => ({
    kind: 'bytes',
    type,
    headers,
    read: async () => new TextEncoder().encode(render()),
  });
  const table = new Map<string, Resource>([
    ['/', page(images, tally)],
    ['/metrics', text(metricsType, () => metricsText(images, tally))],
    ['/images.json', text('application/json', () => imagesText(images))],
  ]);
  for (const image of images) {
    const headers = { 'content-disposition': saveAs(image) };
    for (const id of image.ids) {
      const etag = `"${id}"`;
      const path = `/iso/${id}`;
      table.set(path, { kind: 'file', file: image, label: image.id, headers, etag });
      table.set(`${path}${torrentSuffix}`, {
        kind: 'bytes',
        type: 'application/x-bittorrent',
        async read({ server }) {
          const webSeeds = server === undefined ? [] : [`${server}${path}`];
          return (await torrent(id))?.bytes(webSeeds);
        },
      });
    }
    for (const [name, bytes] of image.file.beside) {
      table.set(besidePath(image, name), {
        kind: 'bytes',
        type: 'application/octet-stream',
        etag: `"${createHash('sha256').update(bytes).digest('hex')}"`,
        read: async () => bytes,
      });
    }
  }
  for (const [path, read] of catalogue) {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    table.set(`/catalogue/${encoded}`, { kind: 'bytes', type: 'application/octet-stream', read });
  }
  for (const [name, { file, digest }] of boot?.files ?? []) {
    const etag = `"${digest}"`;
    table.set(`${bootPath}/${name}`, { kind: 'file', file, label: name, etag, forLoader: true });
  }
  for (const [path, script] of boot === undefined ? [] : bootScripts(boot)) {
    table.set(path, { ...text('text/plain; charset=utf-8', script), forLoader: true });
  }
  return table;
}

function page(images: readonly Offered[], tally: Tally): Resource {
  return {
    kind: 'bytes',
    type: 'text/html; charset=utf-8',
    headers: pageHeaders,
    async read({ language: code }) {
      const texts = await languageOf(code).load();
      return new TextEncoder().encode(pageText(images, tally, { code, texts }));
    },
  };
}
