import { createHash } from 'node:crypto';
import type { Trust } from '../core/image/trust.ts';
import type { LanguageCode } from '../core/languages/languages.ts';
import type { Texts } from '../core/languages/texts.ts';
import { printable } from '../core/printable.ts';
import { besidePath, torrentSuffix } from './image-address.ts';
import type { Offered } from './offered.ts';
import type { Tally } from './tally.ts';

const style =
  'body{font:1em/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid #8886}' +
  'code{overflow-wrap:anywhere}';

/** Nothing is loaded from anywhere; the one style is known by its digest (CSP, level 3). */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  vary: 'accept-language',
};

export interface PageLanguage {
  readonly code: LanguageCode;
  readonly texts: Pick<Texts, 'served' | 'decimal'>;
}

/** For people: what is here, who takes it, and how much has gone out. */
export function pageText(
  images: readonly Offered[],
  tally: Tally,
  { code, texts }: PageLanguage,
): string {
  const { served } = texts;
  const rows = images.map((image) => imageRow(image, tally, texts)).join('');
  const taking = [...tally.taking].map(({ address, image, sent }) => {
    const title = images.find(({ id }) => id === image)?.file.title ?? image;
    return row([html(address), html(title), size(texts, sent)]);
  });
  return `<!DOCTYPE html>
<html lang="${code}"><head><meta charset="utf-8"><meta http-equiv="refresh" content="10">
<meta name="viewport" content="width=device-width"><title>webboot serve</title><style>${style}</style></head>
<body><h1>${html(served.title)}</h1>
<p>${html(served.verified)}</p>
${table([served.image, served.size, served.signedBy, served.sent], rows)}
<h2>${html(served.progress)}</h2>
${
  taking.length === 0
    ? `<p>${html(served.none)}</p>`
    : table([served.machine, served.image, served.sent], taking.join(''))
}
<p>${served.total({ size: size(texts, tally.bytesOut) })} <a href="/metrics">${html(served.metrics)}</a>, <a href="/images.json">JSON</a>.</p>
</body></html>
`;
}

function imageRow(image: Offered, tally: Tally, texts: PageLanguage['texts']): string {
  const { file, id } = image;
  const beside = [...file.beside.keys()].map(
    (name) => `<a href="${html(besidePath(image, name))}">${html(name)}</a>`,
  );
  const torrent = `<a href="/iso/${id}${torrentSuffix}">${html(texts.served.torrent)}</a>`;
  const digests = file.digests.map(({ algorithm, hex }) => `${algorithm} <code>${hex}</code>`);
  const more = [...digests, torrent, ...beside].join('<br>');
  return row([
    `<a href="/iso/${id}">${html(file.title)}</a><br>${more}`,
    size(texts, image.bytes),
    html(voucher(file.trust, texts)),
    size(texts, tally.bytesByImage.get(id) ?? 0),
  ]);
}

function table(heads: readonly string[], rows: string): string {
  const cells = heads.map((head) => `<th>${html(head)}</th>`).join('');
  return `<table><thead><tr>${cells}</tr></thead><tbody>${rows}</tbody></table>`;
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function voucher(
  trust: Exclude<Trust, { readonly kind: 'unverified' }>,
  { served }: PageLanguage['texts'],
): string {
  return trust.kind === 'signed' ? trust.by : served.nobody;
}

function size({ decimal }: PageLanguage['texts'], bytes: number): string {
  const [value, unit] = bytes >= 1e9 ? [bytes / 1e9, 'GB'] : [bytes / 1e6, 'MB'];
  return `${value.toFixed(1).replace('.', decimal)}&nbsp;${unit}`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Titles, names and user IDs of keys are foreign. */
function html(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
