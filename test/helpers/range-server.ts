import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Served {
  readonly url: string;
  requests(): number;
  bytes(): number;
  close(): Promise<void>;
}

/** A server of one file that counts what it is asked for. */
export async function serve(path: string, { ranges }: { ranges: boolean }): Promise<Served> {
  let requests = 0;
  let bytes = 0;
  const { size } = statSync(path);
  const server: Server = createServer((request, response) => {
    requests += 1;
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    const partial = ranges && from !== undefined;
    const start = partial ? Number(from) : 0;
    const end = partial ? Math.min(Number(to), size - 1) : size - 1;
    response.writeHead(partial ? 206 : 200, {
      'content-length': end - start + 1,
      etag: '"one"',
      ...(partial ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
    });
    const body = createReadStream(path, { start, end });
    body.on('data', (chunk) => {
      bytes += chunk.length;
    });
    response.on('close', () => body.destroy());
    body.pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/live.iso`,
    requests: () => requests,
    bytes: () => bytes,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
