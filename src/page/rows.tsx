import type { PageWords } from '../remote/page-words.ts';
import type { Row } from '../remote/view.ts';
import type { Ask } from './server.ts';

/** What can be chosen, a button each, with what else can be done with it. */
export function Rows({
  words,
  rows,
  ask,
}: {
  readonly words: PageWords;
  readonly rows: readonly Row[];
  readonly ask: Ask;
}) {
  if (rows.length === 0) return null;
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.key} className="row">
          <button
            type="button"
            className={row.marked ? 'marked' : undefined}
            onClick={() => ask({ verb: 'choose', at: seen(row) })}
          >
            <span>{row.name}</span>
            <Note words={words} row={row} />
          </button>
          {row.commands.map(({ command, label }) => (
            <button
              key={command}
              type="button"
              aria-label={`${label}: ${row.name}`}
              onClick={() => ask({ verb: 'run', command, at: seen(row) })}
            >
              {label}
            </button>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Note({ words, row: { note, verdict } }: { readonly words: PageWords; readonly row: Row }) {
  if (verdict === undefined) return note === '' ? null : <small>{note}</small>;
  return <small className={verdict}>{`${words[verdict]}: ${note}`}</small>;
}

function seen({ row, key }: Row): Pick<Row, 'row' | 'key'> {
  return { row, key };
}
