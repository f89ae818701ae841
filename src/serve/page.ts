import { createHash } from 'node:crypto';
import type { Trust } from '../core/image/trust.ts';
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
};

/** For people: what is here, who takes it, and how much has gone out. */
export function pageText(images: readonly Offered[], tally: Tally): string {
  const rows = images.map((image) => imageRow(image, tally)).join('');
  const taking = [...tally.taking].map(({ address, image, sent }) => {
    const title = images.find(({ id }) => id === image)?.file.title ?? image;
    return `<tr><td>${html(address)}</td><td>${html(title)}</td><td>${size(sent)}</td></tr>`;
  });
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="10">
<meta name="viewport" content="width=device-width"><title>webboot serve</title><style>${style}</style></head>
<body><h1>Images on this machine</h1>
<p>Each of them was verified here, and is verified again by the machine that boots it.</p>
<table><thead><tr><th>Image</th><th>Size</th><th>Signed by</th><th>Sent</th></tr></thead>
<tbody>${rows}</tbody></table>
<h2>Downloads in progress</h2>
${
  taking.length === 0
    ? '<p>None.</p>'
    : `<table><thead><tr><th>Machine</th><th>Image</th><th>Sent</th></tr></thead><tbody>${taking.join('')}</tbody></table>`
}
<p>${size(tally.bytesOut)} sent since the start. <a href="/metrics">Metrics</a>, <a href="/images.json">JSON</a>.</p>
</body></html>
`;
}

function imageRow(image: Offered, tally: Tally): string {
  const { file, id } = image;
  const beside = [...file.beside.keys()].map(
    (name) => `<a href="${html(besidePath(image, name))}">${html(name)}</a>`,
  );
  const torrent = `<a href="/iso/${id}${torrentSuffix}">Torrent</a>`;
  const digests = file.digests.map(({ algorithm, hex }) => `${algorithm} <code>${hex}</code>`);
  return `<tr><td><a href="/iso/${id}">${html(file.title)}</a><br>${[...digests, torrent, ...beside].join('<br>')}</td><td>${size(image.bytes)}</td><td>${html(voucher(file.trust))}</td><td>${size(tally.bytesByImage.get(id) ?? 0)}</td></tr>`;
}

function voucher(trust: Exclude<Trust, { readonly kind: 'unverified' }>): string {
  return trust.kind === 'signed' ? trust.by : 'Nobody; its digest is in the catalogue';
}

function size(bytes: number): string {
  return bytes >= 1e9
    ? `${(bytes / 1e9).toFixed(1)}&nbsp;GB`
    : `${(bytes / 1e6).toFixed(1)}&nbsp;MB`;
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
