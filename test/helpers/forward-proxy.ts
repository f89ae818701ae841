import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ForwardProxy {
  /** `host:port` */
  readonly address: string;
  /** What was asked for, in absolute form, and who asked. */
  readonly seen: readonly { readonly url: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/** A proxy for plain HTTP on the loopback; with `answer` it says so itself, CONNECT included. */
export async function startForwardProxy(
  options: { readonly answer?: number } = {},
): Promise<ForwardProxy> {
  const { answer } = options;
  const seen: { url: string; authorization: string | undefined }[] = [];
  const note = ({ url = '', headers }: IncomingMessage) => {
    seen.push({ url, authorization: headers['proxy-authorization'] });
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    note(request);
    if (answer !== undefined) {
      response.writeHead(answer).end('by the proxy');
      return;
    }
    const { 'proxy-authorization': _, ...headers } = request.headers;
    ask(request.url ?? '', { headers }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.headers);
      incoming.pipe(response);
    })
      .on('error', () => response.writeHead(502).end())
      .end();
  });
  server.on('connect', (request, client) => {
    note(request);
    client.end(`HTTP/1.1 ${answer ?? 405} No\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
