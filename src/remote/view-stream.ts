import type { ServerResponse } from 'node:http';

export interface ViewStreamOptions {
  /** The present view as JSON. */
  readonly read: () => string;
  /** Calls back after each change; returns how to stop that. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly heartbeatMs: number;
  /** A reader that takes nothing for so long is cut off. */
  readonly patienceMs: number;
}

/**
 * Sends views as server-sent events (HTML, section 9.2) until the reader is gone. A reader that is
 * slow gets fewer of them: what is not sent yet is always the latest one.
 */
export function streamViews(answer: ServerResponse, options: ViewStreamOptions): void {
  const { read, subscribe, heartbeatMs, patienceMs } = options;
  let sent = '';
  let patience: NodeJS.Timeout | undefined;
  const write = (text: string) => {
    if (answer.write(text)) return;
    patience = setTimeout(() => answer.destroy(), patienceMs);
  };
  const send = () => {
    if (patience !== undefined || answer.destroyed) return;
    const view = read();
    if (view === sent) return;
    sent = view;
    write(`data: ${view}\n\n`);
  };
  answer.on('drain', () => {
    clearTimeout(patience);
    patience = undefined;
    send();
  });
  answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const unsubscribe = subscribe(send);
  const heartbeat = setInterval(() => patience ?? write(': \n\n'), heartbeatMs);
  answer.once('close', () => {
    unsubscribe();
    clearInterval(heartbeat);
    clearTimeout(patience);
  });
  send();
}
