import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebbootError } from '../../../src/errors.ts';
import { diagnosingNetwork } from '../../../src/net/diagnosing-network.ts';
import { createNetwork } from '../../../src/net/network.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const loginPage: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>');
};

const transport = { limits: { attempts: 1, backoffMs: 1 } };

function network(nameServers: readonly string[] = ['127.0.0.1']) {
  return diagnosingNetwork(createNetwork(transport), {
    transport,
    nameServers: async () => nameServers,
  });
}

async function failureOf(work: Promise<unknown>): Promise<WebbootError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof WebbootError) return error;
  throw new Error(`expected a WebbootError, not ${error}`);
}

describe('a captive portal', () => {
  it('that answers 302 to everything is told as one, for images and for small files', async () => {
    const login = await serve(loginPage);
    const portal = await serve((_request, response) => {
      response.writeHead(302, { location: `${login}/login` }).end();
    });
    const open = await failureOf(network().open([`${portal}/debian.iso`]));
    expect(open.code).toBe('captive-portal');
    const small = await failureOf(network().fetchSmall([`${portal}/SHA256SUMS`]));
    expect(small.code).toBe('captive-portal');
    expect(small.remedy).toContain('requires a login');
  });

  it('that gives its page in the name of the server is told when the image cannot be read', async () => {
    const portal = await serve(loginPage);
    const failure = await failureOf(network().open([`${portal}/debian.iso`]));
    expect(failure.code).toBe('captive-portal');
  });

  it('is not seen in a server that lacks the file, or redirects to the one that has it', async () => {
    const mirror = await serve((request, response) => {
      if (request.url === '/there') response.end('found');
      else response.writeHead(404).end();
    });
    const redirector = await serve((request, response) => {
      response.writeHead(302, { location: `${mirror}${request.url}` }).end();
    });
    expect((await failureOf(network().fetchSmall([`${mirror}/missing`]))).code).toBe('http-status');
    const { bytes } = await network().fetchSmall([`${redirector}/there`]);
    expect(Buffer.from(bytes).toString()).toBe('found');
  });
});

describe('a server that is asked often', () => {
  it('is probed once', async () => {
    const paths: string[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url ?? '');
      response.writeHead(request.url === '/there' ? 200 : 404).end('x');
    });
    const diagnosing = network();
    for (let count = 0; count < 3; count += 1) await diagnosing.fetchSmall([`${url}/there`]);
    expect(paths.filter((path) => path.startsWith('/webboot-'))).toHaveLength(1);
  });
});

describe('a name that cannot be looked up', () => {
  it('is told apart where the network gave no name server', async () => {
    const failure = await failureOf(network([]).fetchSmall(['http://mirror.invalid/x']));
    expect(failure.code).toBe('name-not-resolved');
    expect(failure.message).toContain('announced no name server');
    expect(failure.remedy).toContain('webboot.dns=');
  });
});
