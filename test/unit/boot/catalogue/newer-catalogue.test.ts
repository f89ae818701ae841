import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCatalogueSource } from '../../../../src/boot/catalogue/newer-catalogue.ts';
import { formatCatalogueBundle } from '../../../../src/formats/catalogue/bundle.ts';
import { parseDistro } from '../../../../src/formats/catalogue/distro.ts';
import { openTrustedRepository } from '../../../../src/linux/catalogue-cache.ts';
import { createNetwork } from '../../../../src/net/network.ts';
import { fetchCatalogueUpdate } from '../../../../src/updates/fetch-update.ts';
import { installTrust } from '../../../../tools/catalogue/install-trust.ts';
import { publish } from '../../../../tools/catalogue/publish.ts';
import { createRoleKeys, readRoleKeys } from '../../../../tools/catalogue/role-keys.ts';
import { type Mirror, startMirror } from '../../../../tools/mirror/mirror.ts';

const text = (id: string, name: string) =>
  JSON.stringify({
    id,
    name,
    description: 'A demo',
    homepage: 'https://demo.example/',
    newest: [{ resolver: 'fixed', version: '1' }],
    file: 'demo.iso',
    url: 'https://demo.example/demo.iso',
    trust: { kind: 'none', reason: 'a demo' },
    variants: [{ id: 'live', name: 'live', architectures: ['x86_64'] }],
  });
const row = (id: string, name: string) => parseDistro(text(id, name));

let work: string;
let mirror: Mirror;

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-newest-'));
  await createRoleKeys(join(work, 'keys'));
  await publishRows(text('demo', 'Newer'));
  mirror = await startMirror(join(work, 'repository'));
  await install();
});
afterEach(async () => {
  await mirror.close();
  await rm(work, { recursive: true });
});

async function publishRows(...rows: readonly string[]) {
  await publish({
    directory: join(work, 'repository'),
    catalogue: formatCatalogueBundle(rows, new Map([['new.asc', Buffer.from('new')]])),
    keys: await readRoleKeys(join(work, 'keys')),
    now: new Date(),
  });
}

/** What an image has that is built now. */
const install = () =>
  installTrust(join(work, 'repository'), [mirror.url], join(work, 'shipped/tuf'));

async function newest(options: { cache?: string } = {}) {
  const env = { XDG_CACHE_HOME: join(work, options.cache ?? 'cache') };
  const repository = await openTrustedRepository(join(work, 'shipped'), env);
  const network = createNetwork({ limits: { attempts: 1, headersMs: 3000, idleMs: 3000 } });
  return createCatalogueSource({
    builtIn: [row('demo', 'Built in'), row('gone', 'Gone')],
    own: [row('mine', 'Mine')],
    findKey: async (name) => Buffer.from(`built-in ${name}`),
    ...(repository === undefined
      ? {}
      : {
          fetchUpdate: (signal) => fetchCatalogueUpdate({ ...repository, network, signal }),
        }),
  });
}

const { signal } = new AbortController();
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);

describe('the catalogue that is used', () => {
  it('is the newer one, with its keys, under this machine’s own rows', async () => {
    const kept = await newest();
    const { rows, note } = await kept.current(signal);
    expect(names(rows)).toEqual(['Mine', 'Newer']);
    expect(note).toMatch(/up to date/);
    expect(Buffer.from((await kept.findKey('new.asc')) ?? []).toString()).toBe('new');
    expect(Buffer.from((await kept.findKey('old.asc')) ?? []).toString()).toBe('built-in old.asc');
  });

  it('keeps a row of this machine where a newer catalogue has its name', async () => {
    await publishRows(text('demo', 'Newer'), text('mine', 'Not mine'));
    expect(names((await (await newest()).current(signal)).rows)).toEqual(['Mine', 'Newer']);
  });

  it('is asked for once', async () => {
    const kept = await newest();
    await kept.current(signal);
    const { length } = mirror.requests;
    await kept.current(signal);
    expect(mirror.requests).toHaveLength(length);
  });

  it('is the built-in one, and says so, where the server does not answer', async () => {
    await mirror.close();
    const { rows, note } = await (await newest()).current(signal);
    expect(names(rows)).toEqual(['Mine', 'Built in', 'Gone']);
    expect(note).toMatch(/built-in catalogue is used/);
  });

  it('is the built-in one, and says so, where what is offered is older than at the build', async () => {
    await cp(join(work, 'repository'), join(work, 'old'), { recursive: true });
    await publishRows(text('demo', 'Newest'));
    await install();
    await rm(join(work, 'repository'), { recursive: true });
    await cp(join(work, 'old'), join(work, 'repository'), { recursive: true });
    const { rows, note } = await (await newest({ cache: 'fresh' })).current(signal);
    expect(names(rows)).toEqual(['Mine', 'Built in', 'Gone']);
    expect(note).toMatch(/rejected/);
  });

  it('is the built-in one, without a word, where webboot came with no repository', async () => {
    await rm(join(work, 'shipped/tuf'), { recursive: true });
    expect(await (await newest()).current(signal)).toEqual({
      rows: [row('mine', 'Mine'), row('demo', 'Built in'), row('gone', 'Gone')],
    });
    expect(mirror.requests).toEqual([]);
  });
});
