import { useCallback, useEffect, useState } from 'react';
import type { PageWords } from '../remote/page-words.ts';
import type { View } from '../remote/view.ts';
import { Commands } from './commands.tsx';
import { FieldsForm } from './fields-form.tsx';
import { Heading } from './heading.tsx';
import { Progress } from './progress.tsx';
import { Rows } from './rows.tsx';
import { Search } from './search.tsx';
import { type Ask, followViews, sendVerbs } from './server.ts';

/** The menu as the machine shows it now. */
export function Menu({
  onLost,
  onWords,
}: {
  readonly onLost: () => void;
  /** Called with the page's own words when the language was changed. */
  readonly onWords: (words: PageWords) => void;
}) {
  const [view, setView] = useState<View>();
  const [isOld, setIsOld] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one stream for as long as the menu is shown
  useEffect(() => followViews(setView, onLost), []);
  const language = view?.language;
  // biome-ignore lint/correctness/useExhaustiveDependencies: they change with the language only
  useEffect(() => {
    if (view === undefined) return;
    document.documentElement.lang = view.language;
    onWords(view.words);
  }, [language]);
  const screen = view?.screen ?? '';
  const ask: Ask = useCallback(
    async (...verbs) => {
      const answer = await sendVerbs(screen, verbs);
      setIsOld(answer === 'changed');
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
          {isOld ? view.words.changed : view.status}
        </p>
        <Progress view={view} />
        {view.sentences.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sentence has no identity but its place
          <p key={index} className={view.kind === 'log' ? 'log' : undefined}>
            {text}
          </p>
        ))}
        {view.search === undefined ? null : (
          <Search label={view.words.search} text={view.search} ask={ask} />
        )}
        <Rows words={view.words} rows={view.rows} ask={ask} />
        <FieldsForm key={screen} view={view} ask={ask} />
        <Commands view={view} ask={ask} />
      </main>
    </>
  );
}
