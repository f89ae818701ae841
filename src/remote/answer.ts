import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Verb } from '../menu/model/verb.ts';
import { cookieOf, refusalOf, type Site } from './guard.ts';
import { type PageFile, safeHeaders } from './page-files.ts';
import type { Pairing } from './pairing.ts';
import { readBody } from './read-body.ts';
import type { View } from './view.ts';
import { streamViews } from './view-stream.ts';
import { parseWish, verbsOf } from './wish.ts';

/** What the page is answered from. */
export interface Answering {
  readonly site: () => Site;
  readonly pairing: Pairing;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly view: () => View;
  /** What the page says before it has a view. */
  readonly words: () => Pick<View, 'language' | 'words'>;
  /** Of a code that is not the right one. */
  readonly wrongCode: (left: number) => string;
  readonly subscribe: (listener: () => void) => () => void;
  readonly act: (verbs: readonly Verb[]) => void;
  /** The log, and the report of the failure that is shown: text to save. */
  readonly texts: { readonly log: () => string; readonly report: () => string | undefined };
  /** A browser got the menu, or can no longer get it. */
  readonly onPaired: (address: string) => void;
  readonly onEnded: () => void;
  readonly streams: { readonly heartbeatMs: number; readonly patienceMs: number };
}

/** Answers one request of the page (RFC 9110); what is in no list here is not there. */
export async function answerPage(
  request: IncomingMessage,
  answer: ServerResponse,
  answering: Answering,
): Promise<void> {
  for (const [name, value] of Object.entries(safeHeaders)) answer.setHeader(name, value);
  const { method = '', headers } = request;
  const site = answering.site();
  const refusal = refusalOf(method, headers, site);
  if (refusal !== undefined) return refuse(answer, refusal);
  const [path = ''] = (request.url ?? '').split('?');
  const cookie = cookieName(site);
  const mine = answering.pairing.knows(cookieOf(headers.cookie, cookie));
  if (method === 'GET') return answerGet(path, answer, { ...answering, mine });
  const body = await readBody(request);
  if (body === undefined) return refuse(answer, 413);
  if (path === '/pair') return pair(body, answer, { answering, site });
  if (path !== '/verbs') return refuse(answer, 404);
  if (!mine) return refuse(answer, 401);
  const wish = parseWish(body);
  if (wish === undefined) return refuse(answer, 400);
  const verbs = verbsOf(wish, answering.view());
  // The menu has moved on since: the person sees where to before asking again.
  if (verbs === undefined) return refuse(answer, 409);
  answering.act(verbs);
  answer.writeHead(204).end();
}

function answerGet(
  path: string,
  answer: ServerResponse,
  { mine, ...answering }: Answering & { readonly mine: boolean },
): void {
  const file = answering.files.get(path);
  if (file !== undefined) {
    answer.writeHead(200, { ...file.headers, 'content-length': file.bytes.length });
    answer.end(file.bytes);
  } else if (path === '/session') {
    json(answer, 200, { state: mine ? 'mine' : answering.pairing.state(), ...answering.words() });
  } else if (!['/events', ...savedTexts].includes(path)) {
    refuse(answer, 404);
  } else if (!mine) {
    refuse(answer, 401);
  } else if (path === '/events') {
    const { view, subscribe, streams } = answering;
    streamViews(answer, { ...streams, subscribe, read: () => JSON.stringify(view()) });
  } else {
    const text = path === '/log.txt' ? answering.texts.log() : answering.texts.report();
    sendText(answer, path.slice(1), text);
  }
}

const savedTexts = ['/log.txt', '/report.txt'];

function sendText(answer: ServerResponse, name: string, text: string | undefined): void {
  if (text === undefined) {
    refuse(answer, 404);
    return;
  }
  answer.writeHead(200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="webboot-${name}"`,
  });
  answer.end(text);
}

function pair(
  body: string,
  answer: ServerResponse,
  { answering, site }: { readonly answering: Answering; readonly site: Site },
): void {
  const result = answering.pairing.pair(codeOf(body));
  if (result.kind === 'paired') {
    const secure = site.encrypted ? '; Secure' : '';
    const cookie = `${cookieName(site)}=${result.token}; Path=/; HttpOnly; SameSite=Strict${secure}`;
    answer.setHeader('set-cookie', cookie);
    json(answer, 200, { state: 'mine' });
    answering.onPaired(answer.req.socket.remoteAddress ?? 'another machine');
    return;
  }
  json(
    answer,
    403,
    result.kind === 'wrong'
      ? { state: 'open', wrong: answering.wrongCode(result.left) }
      : { state: result.kind },
  );
  if (result.kind === 'ended') answering.onEnded();
}

function codeOf(body: string): string {
  try {
    const { code } = JSON.parse(body) as { readonly code?: unknown };
    return typeof code === 'string' ? code : '';
  } catch {
    return '';
  }
}

/** The prefix keeps other sites and other ports' pages from setting it (RFC 6265bis, section 4.1.3). */
function cookieName({ encrypted }: Site): string {
  return encrypted ? '__Host-webboot' : 'webboot';
}

function json(answer: ServerResponse, status: number, value: unknown): void {
  answer.writeHead(status, { 'content-type': 'application/json' });
  answer.end(JSON.stringify(value));
}

/** The rest of such a request is not waited for. */
function refuse(answer: ServerResponse, status: number): void {
  answer.writeHead(status, { 'content-length': 0, connection: 'close' });
  answer.end();
}
