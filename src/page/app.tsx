import { useEffect, useState } from 'react';
import { CodeForm } from './code-form.tsx';
import { Heading } from './heading.tsx';
import { Menu } from './menu.tsx';
import { askSession, type SessionState, sendCode } from './server.ts';

const againMs = 2000;

/** The page: a code first, then the menu. */
export function App() {
  const [session, setSession] = useState<SessionState>({ kind: 'asking' });
  useEffect(() => {
    if (session.kind !== 'asking' && session.kind !== 'away') return;
    const wait = session.kind === 'away' ? againMs : 0;
    const timer = setTimeout(async () => setSession(await askSession()), wait);
    return () => clearTimeout(timer);
  }, [session]);

  switch (session.kind) {
    case 'mine':
      return <Menu onLost={() => setSession({ kind: 'away' })} />;
    case 'open':
      return (
        <CodeForm left={session.left} onCode={async (code) => setSession(await sendCode(code))} />
      );
    default:
      return <Notice {...notices[session.kind]} />;
  }
}

const notices = {
  asking: { title: 'webboot', text: 'Connecting.' },
  taken: {
    title: 'Another browser has the menu',
    text: 'To use this one instead, end that on the machine (F9, then x) and start again.',
  },
  ended: { title: 'This has ended', text: 'Start it again on the machine (F9), with a new code.' },
  away: {
    title: 'The machine does not answer',
    text: 'It has started the system that was chosen, has lost its network, or was told to end this. The page tries again every two seconds.',
  },
} as const;

function Notice({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <main>
      <Heading text={title} />
      <p role="status">{text}</p>
    </main>
  );
}
