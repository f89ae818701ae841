import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of another site whose `attack()` asks `target` for everything that a page can make a browser ask. */
export async function startEvilSite(
  target: string,
): Promise<AsyncDisposable & { readonly url: string }> {
  const script = `
    const target = ${JSON.stringify(target)};
    const wish = JSON.stringify({ screen: '', verbs: [{ verb: 'back' }] });
    const code = JSON.stringify({ code: '000000' });
    const read = (path, options) => fetch(target + path, { credentials: 'include', ...options });
    async function attack() {
      const form = document.createElement('form');
      Object.assign(form, { action: target + '/verbs', method: 'post', target: 'frame', enctype: 'text/plain' });
      form.append(Object.assign(document.createElement('input'), { name: wish }));
      document.body.append(form);
      form.submit();
      const tries = [
        read('/verbs', { method: 'POST', body: wish }),
        read('/verbs', { method: 'POST', body: wish, mode: 'no-cors' }),
        read('/verbs', { method: 'POST', body: wish, headers: { 'content-type': 'application/json' } }),
        read('/pair', { method: 'POST', body: code, mode: 'no-cors' }),
        read('/log.txt'),
        read('/events', { mode: 'no-cors' }),
      ];
      return Promise.all(tries.map((one) => one.then(({ type }) => type, () => 'blocked')));
    }`;
  const server = createServer((_request, answer) => {
    answer.setHeader('content-type', 'text/html');
    answer.end(
      `<body><iframe name="frame" src="${target}/"></iframe><script>${script}</script></body>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    // Another site than 127.0.0.1, to a browser.
    url: `http://localhost:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
