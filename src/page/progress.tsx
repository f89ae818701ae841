import type { View } from '../remote/view.ts';

/** How far a boot is: its steps, and the download. */
export function Progress({ view: { words, steps, transfer } }: { readonly view: View }) {
  if (steps.length === 0) return null;
  return (
    <>
      <ol>
        {steps.map(({ state, text }) => (
          <li key={text} className={state === 'waiting' ? 'quiet' : state}>
            {`${words[state]}: ${text}`}
          </li>
        ))}
      </ol>
      {transfer === undefined ? null : (
        <>
          <progress aria-label={words.download} max={100} value={transfer.percent} />
          <p>{transfer.text}</p>
        </>
      )}
    </>
  );
}
