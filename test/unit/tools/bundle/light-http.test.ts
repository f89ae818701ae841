import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../../../tools/bundle/bundle.ts';
import { createTestCertificates, type TestCertificates } from '../../../helpers/certificates.ts';

let work: string;
let certificates: TestCertificates;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-light-http-'));
  certificates = await createTestCertificates(work);
  const entries = { network: 'src/net/network.ts', page: 'src/remote/start-remote.ts' };
  await bundle({ outDir: join(work, 'dist'), minify: true, builtAt: 0, entries });
});
afterAll(() => rm(work, { recursive: true, force: true }));

/** What Node loaded of itself for a program that ends by printing it. */
async function loadedBy(program: string): Promise<readonly string[]> {
  const script = join(work, 'dist', 'script.mjs');
  await writeFile(script, `${program}\nconsole.log(process.moduleLoadList.join('\\n'));`);
  const { stdout } = await execa(process.execPath, [script]);
  return stdout.split('\n');
}

const heavy = ['internal/deps/undici/undici', 'internal/http2/core'].map(
  (name) => `NativeModule ${name}`,
);

describe('HTTP in the bundle', () => {
  it('fetches over HTTPS without Node’s own second client and HTTP/2', async () => {
    const server = createServer(
      { ...certificates, ALPNProtocols: ['h2', 'http/1.1'] },
      (_, answer) => answer.end('a small file'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/SHA256SUMS`;
    const loaded = await loadedBy(`
      import { createNetwork } from './network.mjs';
      const network = createNetwork({ ca: ${JSON.stringify(certificates.cert)} });
      const { bytes } = await network.fetchSmall([${JSON.stringify(url)}]);
      console.log(new TextDecoder().decode(bytes));
    `).finally(() => server.close());
    expect(loaded[0]).toBe('a small file');
    expect(loaded).toContain('NativeModule http');
    expect(loaded.filter((name) => heavy.includes(name))).toEqual([]);
  });

  it('serves the menu’s page without them', async () => {
    const loaded = await loadedBy("await import('./page.mjs');");
    expect(loaded).toContain('NativeModule http');
    expect(loaded.filter((name) => heavy.includes(name))).toEqual([]);
  });
});
