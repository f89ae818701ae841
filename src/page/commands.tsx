import type { View } from '../remote/view.ts';
import type { Ask } from './server.ts';

/** What else can be done on a screen, the way back, and what can be saved on this device. */
export function Commands({ view, ask }: { readonly view: View; readonly ask: Ask }) {
  return (
    <div className="commands">
      {view.commands.map(({ command, label }) => (
        <button key={command} type="button" onClick={() => ask({ verb: 'run', command })}>
          {label}
        </button>
      ))}
      {view.canGoBack ? (
        <button type="button" onClick={() => ask({ verb: 'back' })}>
          Back
        </button>
      ) : null}
      {view.hasReport ? (
        <a className="button" href="/report.txt" download="webboot-report.txt">
          Save the report here
        </a>
      ) : null}
      <a className="button" href="/log.txt" download="webboot-log.txt">
        Save the log here
      </a>
    </div>
  );
}
