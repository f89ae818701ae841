import { useCallback, useEffect, useState } from 'react';
import type { View } from '../remote/view.ts';
import { Commands } from './commands.tsx';
import { FieldsForm } from './fields-form.tsx';
import { Heading } from './heading.tsx';
import { Progress } from './progress.tsx';
import { Rows } from './rows.tsx';
import { Search } from './search.tsx';
import { type Ask, followViews, sendVerbs } from './server.ts';

/** The menu as the machine shows it now. */
export function Menu({ onLost }: { readonly onLost: () => void }) {
  const [view, setView] = useState<View>();
  const [trouble, setTrouble] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: one stream for as long as the menu is shown
  useEffect(() => followViews(setView, onLost), []);
  const screen = view?.screen ?? '';
  const ask: Ask = useCallback(
    async (...verbs) => {
      const answer = await sendVerbs(screen, verbs);
      setTrouble(answer === 'changed' ? 'The menu has changed in the meantime. Look again.' : '');
      if (answer === 'not-mine' || answer === 'away') onLost();
    },
    [screen, onLost],
  );
  if (view === undefined) return null;
  return (
    <>
      <header>
        <span>webboot</span>
        <span>{view.network}</span>
      </header>
      <main>
        <Heading text={view.title} screen={screen} />
        <p className="status" role="status">
          {trouble || view.status}
        </p>
        <Progress view={view} />
        {view.sentences.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sentence has no identity but its place
          <p key={index} className={view.kind === 'log' ? 'log' : undefined}>
            {text}
          </p>
        ))}
        {view.search === undefined ? null : <Search text={view.search} ask={ask} />}
        <Rows rows={view.rows} ask={ask} />
        <FieldsForm key={screen} view={view} ask={ask} />
        <Commands view={view} ask={ask} />
      </main>
    </>
  );
}
