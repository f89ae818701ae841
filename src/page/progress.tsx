import type { Step, View } from '../remote/view.ts';

const stateWords: Readonly<Record<Step['state'], string>> = {
  done: 'Done',
  now: 'Now',
  skipped: 'Not needed',
  waiting: 'To come',
};

/** How far a boot is: its steps, and the download. */
export function Progress({ view: { steps, transfer } }: { readonly view: View }) {
  if (steps.length === 0) return null;
  return (
    <>
      <ol>
        {steps.map(({ state, text }) => (
          <li key={text} className={state === 'waiting' ? 'quiet' : state}>
            {`${stateWords[state]}: ${text}`}
          </li>
        ))}
      </ol>
      {transfer === undefined ? null : (
        <>
          <progress aria-label="Download" max={100} value={transfer.percent} />
          <p>{transfer.text}</p>
        </>
      )}
    </>
  );
}
