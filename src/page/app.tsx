import { useEffect, useState } from 'react';
import type { PageWords } from '../remote/page-words.ts';
import { CodeForm } from './code-form.tsx';
import { Heading } from './heading.tsx';
import { Menu } from './menu.tsx';
import { askSession, type SessionState, sendCode } from './server.ts';

const againMs = 2000;

/** The page: a code first, then the menu. */
export function App() {
  const [session, setSession] = useState<SessionState>({ kind: 'asking' });
  const [words, setWords] = useState<PageWords>();
  const follow = (next: SessionState) => {
    setSession(next);
    if (next.words !== undefined) setWords(next.words);
    if (next.language !== undefined) document.documentElement.lang = next.language;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again after each answer
  useEffect(() => {
    if (session.kind !== 'asking' && session.kind !== 'away') return;
    const wait = session.kind === 'away' ? againMs : 0;
    const timer = setTimeout(async () => follow(await askSession()), wait);
    return () => clearTimeout(timer);
  }, [session]);

  if (words === undefined) return <Notice title="webboot" text="" />;
  switch (session.kind) {
    case 'mine':
      return <Menu onLost={() => setSession({ kind: 'away' })} onWords={setWords} />;
    case 'open':
      return (
        <CodeForm
          words={words}
          wrong={session.wrong ?? ''}
          onCode={async (code) => follow(await sendCode(code))}
        />
      );
    case 'asking':
      return <Notice title="webboot" text={words.connecting} />;
    case 'taken':
      return <Notice title={words.takenTitle} text={words.taken} />;
    case 'ended':
      return <Notice title={words.endedTitle} text={words.ended} />;
    case 'away':
      return <Notice title={words.awayTitle} text={words.away} />;
  }
}

function Notice({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <main>
      <Heading text={title} />
      <p role="status">{text}</p>
    </main>
  );
}
