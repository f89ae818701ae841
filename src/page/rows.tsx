import type { Row } from '../remote/view.ts';
import type { Ask } from './server.ts';

const verdictWords = { ok: 'OK', warning: 'Warning', blocked: 'Cannot boot' } as const;

/** What can be chosen, a button each, with what else can be done with it. */
export function Rows({ rows, ask }: { readonly rows: readonly Row[]; readonly ask: Ask }) {
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
            <Note row={row} />
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

function Note({ row: { note, verdict } }: { readonly row: Row }) {
  if (verdict === undefined) return note === '' ? null : <small>{note}</small>;
  return <small className={verdict}>{`${verdictWords[verdict]}: ${note}`}</small>;
}

function seen({ row, key }: Row): Pick<Row, 'row' | 'key'> {
  return { row, key };
}
