import type { View } from '../remote/view.ts';
import type { Ask } from './server.ts';

/** What else can be done on a screen, the way back, and what can be saved on this device. */
export function Commands({ view, ask }: { readonly view: View; readonly ask: Ask }) {
  const { words } = view;
  return (
    <div className="commands">
      {view.commands.map(({ command, label }) => (
        <button key={command} type="button" onClick={() => ask({ verb: 'run', command })}>
          {label}
        </button>
      ))}
      {view.canGoBack ? (
        <button type="button" onClick={() => ask({ verb: 'back' })}>
          {words.back}
        </button>
      ) : null}
      {view.hasReport ? (
        <a className="button" href="/report.txt" download="webboot-report.txt">
          {words.saveReport}
        </a>
      ) : null}
      <a className="button" href="/log.txt" download="webboot-log.txt">
        {words.saveLog}
      </a>
    </div>
  );
}
