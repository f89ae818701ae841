import type { CommandName } from '../menu/model/verb.ts';
import type { PageWords } from '../remote/page-words.ts';
import type { Row, View } from '../remote/view.ts';

/** How this browser stands with the machine. */
export type SessionState =
  | ({ readonly kind: 'asking' | 'mine' | 'taken' | 'ended' | 'away' } & Spoken)
  /** A code is asked for; `wrong` says what was wrong with the last one. */
  | ({ readonly kind: 'open'; readonly wrong?: string } & Spoken);

/** What the page says, as far as the machine has sent it. */
interface Spoken {
  readonly language?: string;
  readonly words?: PageWords;
}

type Seen = Pick<Row, 'row' | 'key'>;

/** As the server reads them: src/remote/wish.ts. */
export type WishedVerb =
  | { readonly verb: 'choose'; readonly at?: Seen }
  | { readonly verb: 'run'; readonly command: CommandName; readonly at?: Seen }
  | { readonly verb: 'set-field'; readonly name: string; readonly text: string }
  | { readonly verb: 'back' };

/** Asks for something on the screen that is shown. */
export type Ask = (...verbs: readonly WishedVerb[]) => Promise<void>;

export async function askSession(): Promise<SessionState> {
  return sessionOf(await fetch('/session').catch(() => undefined));
}

export async function sendCode(code: string): Promise<SessionState> {
  return sessionOf(await post('/pair', { code }));
}

export type Answer = 'done' | 'changed' | 'not-mine' | 'away';

let sending: Promise<unknown> = Promise.resolve();

/** Asks for what a person chose on the screen that they saw; one wish after the other. */
export async function sendVerbs(screen: string, verbs: readonly WishedVerb[]): Promise<Answer> {
  const sent = sending.then(() => sendNow(screen, verbs));
  sending = sent;
  return sent;
}

async function sendNow(screen: string, verbs: readonly WishedVerb[]): Promise<Answer> {
  const response = await post('/verbs', { screen, verbs });
  if (response === undefined) return 'away';
  if (response.status === 401) return 'not-mine';
  return response.ok ? 'done' : 'changed';
}

/** Follows the menu; returns how to stop. */
export function followViews(onView: (view: View) => void, onLost: () => void): () => void {
  const events = new EventSource('/events');
  events.onmessage = ({ data }) => onView(JSON.parse(data));
  events.onerror = onLost;
  return () => events.close();
}

async function post(path: string, value: unknown): Promise<Response | undefined> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(value);
  return fetch(path, { method: 'POST', headers, body }).catch(() => undefined);
}

async function sessionOf(response: Response | undefined): Promise<SessionState> {
  const told = await response?.json().catch(() => undefined);
  const { state, wrong, language, words } = told ?? {};
  const spoken: Spoken = words === undefined ? {} : { language, words };
  if (state === 'mine' || state === 'taken' || state === 'ended') return { kind: state, ...spoken };
  if (state !== 'open') return { kind: 'away' };
  return typeof wrong === 'string'
    ? { kind: 'open', wrong, ...spoken }
    : { kind: 'open', ...spoken };
}
