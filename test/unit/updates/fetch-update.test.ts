import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatCatalogueBundle } from '../../../src/formats/catalogue/bundle.ts';
import { createNetwork } from '../../../src/net/network.ts';
import { fetchCatalogueUpdate } from '../../../src/updates/fetch-update.ts';
import { publish } from '../../../tools/catalogue/publish.ts';
import { createRoleKeys, readRoleKeys } from '../../../tools/catalogue/role-keys.ts';
import { type Mirror, startMirror } from '../../../tools/mirror/mirror.ts';
import { startFaultServer } from '../../helpers/fault-server.ts';

const row = (version: string) =>
  JSON.stringify({
    id: 'demo',
    name: 'Demo',
    description: 'A demo',
    homepage: 'https://demo.example/',
    newest: [{ resolver: 'fixed', version }],
    file: 'demo.iso',
    url: 'https://demo.example/demo.iso',
    trust: { kind: 'none', reason: 'a demo' },
    variants: [{ id: 'live', name: 'live', architectures: ['x86_64'] }],
  });
const day = 24 * 3600 * 1000;

let work: string;
let repository: string;
let client: string;
let mirror: Mirror;

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-catalogue-'));
  repository = join(work, 'repository');
  client = join(work, 'client');
  await createRoleKeys(join(work, 'keys'));
  await publishVersion('1');
  await cp(join(repository, 'metadata/root.json'), join(client, 'root.json'), { recursive: true });
  mirror = await startMirror(repository);
});
afterEach(async () => {
  await mirror.close();
  await rm(work, { recursive: true });
});

/** A catalogue whose one row has this version. */
async function publishVersion(version: string, { now = new Date(), keys = 'keys' } = {}) {
  const catalogue = formatCatalogueBundle(
    [row(version)],
    new Map([['demo.asc', Buffer.from('key')]]),
  );
  const roleKeys = await readRoleKeys(join(work, keys));
  return publish({ directory: repository, catalogue, keys: roleKeys, now });
}

const quick = createNetwork({ limits: { attempts: 1, headersMs: 3000, idleMs: 3000 } });

async function update(urls = [mirror.url], network = quick): Promise<unknown> {
  const { rows, keys } = await fetchCatalogueUpdate({
    network,
    directory: client,
    urls,
    signal: new AbortController().signal,
  });
  expect(Buffer.from(keys.get('demo.asc') ?? []).toString()).toBe('key');
  return rows[0]?.newest;
}

const changed = async (name: string, change: (text: string) => string) => {
  const file = join(repository, name);
  await writeFile(file, change(await readFile(file, 'utf8')));
};

describe('an update of the catalogue', () => {
  it('is taken when the repository is signed by the keys of the root that is trusted', async () => {
    expect(await update()).toMatchObject([{ version: '1' }]);
  });

  it('is taken again when there is a newer one, and when there is none', async () => {
    await update();
    await publishVersion('2');
    expect(await update()).toMatchObject([{ version: '2' }]);
    expect(await update()).toMatchObject([{ version: '2' }]);
  });

  it('comes from another mirror where the first fails', async () => {
    expect(await update([`${mirror.url}/nothing`, mirror.url])).toMatchObject([{ version: '1' }]);
  });

  it('follows a newer root that the trusted one has signed', async () => {
    await createRoleKeys(join(work, 'new-keys'));
    await cp(join(work, 'keys/root.pem'), join(work, 'new-keys/root.pem'));
    await publishVersion('2', { keys: 'new-keys' });
    expect(await readdir(join(repository, 'metadata'))).toContain('2.root.json');
    expect(await update()).toMatchObject([{ version: '2' }]);
  });

  it('is refused when it is older than what was seen before', async () => {
    await cp(repository, join(work, 'old'), { recursive: true });
    await publishVersion('2');
    await update();
    await rm(repository, { recursive: true });
    await cp(join(work, 'old'), repository, { recursive: true });
    await expect(update()).rejects.toMatchObject({ code: 'catalogue-rollback' });
  });

  it('is refused when its timestamp has expired: a server frozen in the past', async () => {
    await publishVersion('2', { now: new Date(Date.now() - 31 * day) });
    await expect(update()).rejects.toMatchObject({
      code: 'catalogue-rollback',
      remedy: expect.stringContaining('clock'),
    });
  });

  it('is refused when it is signed by other keys', async () => {
    await createRoleKeys(join(work, 'other'));
    await rm(repository, { recursive: true });
    await publishVersion('2', { keys: 'other' });
    await publishVersion('3', { keys: 'other' });
    await expect(update()).rejects.toMatchObject({ code: 'catalogue-invalid' });
  });

  it('is refused when a root of another hand stands in for the next one', async () => {
    await createRoleKeys(join(work, 'other'));
    await expect(publishVersion('2', { keys: 'other' })).rejects.toMatchObject({ code: 'usage' });
  });

  it('is refused when a byte of the catalogue has changed', async () => {
    const [name = ''] = await readdir(join(repository, 'targets'));
    await changed(`targets/${name}`, (text) => text.replace('A demo', 'A dema'));
    await expect(update()).rejects.toMatchObject({ code: 'catalogue-invalid' });
  });

  it.each(['timestamp.json', '1.snapshot.json', '1.targets.json'])(
    'is refused when %s says something else than was signed',
    async (name) => {
      await changed(`metadata/${name}`, (text) => text.replace(/"version": 1/, '"version": 9'));
      await expect(update()).rejects.toMatchObject({
        code: expect.stringMatching(/^catalogue-(invalid|rollback)$/),
      });
    },
  );

  it('is refused when the targets of another time are put beside the snapshot', async () => {
    const old = await readFile(join(repository, 'metadata/1.targets.json'));
    await publishVersion('2');
    await writeFile(join(repository, 'metadata/2.targets.json'), old);
    await expect(update()).rejects.toMatchObject({ code: 'catalogue-invalid' });
  });

  it('is refused when what is signed is no catalogue', async () => {
    const keys = await readRoleKeys(join(work, 'keys'));
    const catalogue = JSON.stringify({ format: 1, rows: [{ id: '../etc' }], keys: {} });
    await publish({ directory: repository, catalogue, keys, now: new Date() });
    await expect(update()).rejects.toMatchObject({ code: 'catalogue-invalid' });
  });

  it('is refused when metadata is longer than it may be', async () => {
    await changed('metadata/timestamp.json', (text) => text + ' '.repeat(20_000));
    await expect(update()).rejects.toMatchObject({ code: 'too-large' });
  });

  it('waits for another time when the server is busy where a newer root may be', async () => {
    const network = createNetwork({ limits: { attempts: 1 } });
    const busy = await startFaultServer({
      bytes: Buffer.from('sorry'),
      fault: ({ path }) => ({ kind: 'status', status: path.includes('root') ? 503 : 404 }),
    });
    const url = new URL(busy.url).origin;
    await expect(update([url], network)).rejects.toMatchObject({
      code: 'http-status',
      httpStatus: 503,
    });
    await busy.close();
  });

  it('says that the network is in the way', async () => {
    await mirror.close();
    await expect(update()).rejects.toMatchObject({ code: 'connection-refused' });
  });
});
