import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { style } from './style.ts';

/** A file of the page as it is sent: packed with gzip. */
export interface PageFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** For every answer: nothing is framed, kept, guessed at or told to others. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Before its script runs, in the language that the menu has by then. */
const html = ({ language, noScript }: FirstWords) => `<!DOCTYPE html>
<html lang="${language}"><head><meta charset="utf-8"><title>webboot</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><style>${style}</style></head>
<body><div id="page"><noscript>${noScript}</noscript></div><script src="/page.js"></script></body></html>
`;

/** Only the page's own script, its one style and its own server (CSP, level 3). */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface FirstWords {
  readonly language: string;
  readonly noScript: string;
}

/** The page and its script, by path. */
export function pageFiles(script: Uint8Array, words: FirstWords): ReadonlyMap<string, PageFile> {
  const file = (type: string, bytes: Uint8Array | string, headers = {}): PageFile => ({
    headers: { ...headers, 'content-type': `${type}; charset=utf-8`, 'content-encoding': 'gzip' },
    bytes: gzipSync(bytes, { level: 9 }),
  });
  return new Map([
    ['/', file('text/html', html(words), { 'content-security-policy': policy })],
    ['/page.js', file('text/javascript', script)],
  ]);
}
