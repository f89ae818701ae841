import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface TunnelProxy {
  readonly url: string;
  /** `host:port` of every tunnel that was asked for. */
  readonly targets: readonly string[];
  close(): Promise<void>;
}

/** A proxy for HTTPS on the loopback: CONNECT (RFC 9110, section 9.3.6) and nothing else. */
export async function startTunnelProxy(): Promise<TunnelProxy> {
  const targets: string[] = [];
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', ({ url = '' }, client, head) => {
    targets.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const target = connect(Number(port), hostname.replace(/^\[|\]$/g, ''), () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    targets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
