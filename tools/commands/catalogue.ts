import { parseArgs } from 'node:util';
import { WebbootError } from '../../src/errors.ts';
import { reportingErrors } from '../shared/report-error.ts';
import { say } from '../shared/say.ts';

const usage = `usage: npm run catalogue -- schema
       npm run catalogue -- keys DIRECTORY
       npm run catalogue -- publish DIRECTORY --keys KEYS [--install --url URL ...]
       npm run catalogue -- check [ID ...] [--online]
       npm run catalogue -- table
       npm run catalogue -- prove ID ...

  schema    writes distros/schema.json, for editors, and the tables of the families in docs/
  keys      makes the four Ed25519 keys of a repository; keep root.pem off the net
  publish   writes distros/ as the next version of a TUF repository, to be served by any web
            server. Run it again at least every 30 days: that long its timestamp is believed.
            --install puts the root of trust into distros/tuf, with the URLs that the repository
            will have; images built from then on look there for newer catalogues.
  check     finds the newest release of each variant from stored answers, in the form of the real
            servers'. --online asks the servers themselves: for the release, its digests, its
            signature and the head of its image; says what was not tried
  prove     boots the newest image of each ID in QEMU until it asks for a login or its targets are
            reached, and writes kernel, seconds, RAM and day into the row, which publish signs
  table     writes the table of rows into docs/catalogue.md, from the stored answers
`;

/** `npm run catalogue`: what is done to the catalogue as a whole. */
await reportingErrors(async () => {
  const { values, positionals } = parse();
  const [command, ...rest] = positionals;
  if (values.help) process.stdout.write(usage);
  else if (command === 'schema' && rest.length === 0) await schema();
  else if (command === 'keys') await keys(only(rest));
  else if (command === 'publish') await publish(only(rest), values);
  else if (command === 'check') await check(rest, values.online);
  else if (command === 'prove' && rest.length > 0) await proveRows(rest);
  else if (command === 'table' && rest.length === 0) await table();
  else throw usageError('Name a command.');
});

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        keys: { type: 'string' },
        install: { type: 'boolean', default: false },
        online: { type: 'boolean', default: false },
        url: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    throw usageError(cause instanceof Error ? cause.message : String(cause));
  }
}

function usageError(message: string): WebbootError {
  return new WebbootError('usage', message, { remedy: 'See npm run catalogue -- --help.' });
}

function only([directory, ...more]: readonly string[]): string {
  if (directory === undefined || more.length > 0) throw usageError('Name exactly one directory.');
  return directory;
}

async function schema(): Promise<void> {
  const [{ writeSchema }, { writeFamilyTables }] = await Promise.all([
    import('../catalogue/schema.ts'),
    import('../catalogue/family-tables.ts'),
  ]);
  await writeSchema();
  await writeFamilyTables();
}

async function keys(directory: string): Promise<void> {
  const { createRoleKeys } = await import('../catalogue/role-keys.ts');
  await createRoleKeys(directory);
  say(`${directory} has the keys. Whoever has root.pem decides what every image believes.`);
}

async function publish(
  directory: string,
  { keys, install, url }: { keys?: string | undefined; install: boolean; url: readonly string[] },
): Promise<void> {
  if (keys === undefined) throw usageError('Name the directory of the signing keys with --keys.');
  if (install && url.length === 0)
    throw usageError('--install needs the address of the repository (--url).');
  const [{ publish: publishRepository }, { readRoleKeys }, { readCatalogue }, { installTrust }] =
    await Promise.all([
      import('../catalogue/publish.ts'),
      import('../catalogue/role-keys.ts'),
      import('../catalogue/read-catalogue.ts'),
      import('../catalogue/install-trust.ts'),
    ]);
  const catalogue = await readCatalogue();
  const version = await publishRepository({
    directory,
    catalogue,
    keys: await readRoleKeys(keys),
    now: new Date(),
  });
  if (install) await installTrust(directory, url);
  say(`${directory} has version ${version} of the catalogue`);
}

async function check(ids: readonly string[], online: boolean): Promise<void> {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const { checkCatalogue, checkStored } = await import('../catalogue/check.ts');
  const failed = online ? await checkCatalogue(ids, print) : await checkStored(ids, print);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function proveRows(ids: readonly string[]): Promise<void> {
  const { proveInQemu } = await import('../catalogue/prove-in-qemu.ts');
  const failed = await proveInQemu(ids, (line) => process.stdout.write(`${line}\n`));
  process.exitCode = failed === 0 ? 0 : 1;
}

async function table(): Promise<void> {
  const { writeTable } = await import('../catalogue/table.ts');
  await writeTable();
}
