import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Metadata,
  MetadataKind,
  MetaFile,
  Root,
  Snapshot,
  TargetFile,
  Targets,
  Timestamp,
} from '@tufjs/models';
import { WebbootError } from '../../src/errors.ts';
import { type Role, type RoleKey, roles } from './role-keys.ts';

export interface Publication {
  /** Gets `metadata/` and `targets/`; a repository that is there is continued. */
  readonly directory: string;
  /** The text of `catalogue.json`. */
  readonly catalogue: string;
  readonly keys: Readonly<Record<Role, RoleKey>>;
  readonly now: Date;
}

/** How long a client believes each role, in days: whoever publishes must come back before. */
const days: Readonly<Record<Role, number>> = {
  root: 730,
  targets: 90,
  snapshot: 90,
  timestamp: 30,
};

const specVersion = '1.0.31';

/** Writes the next version of a TUF repository with consistent snapshots; returns its number. */
export async function publish(publication: Publication): Promise<number> {
  const { directory, catalogue, keys, now } = publication;
  const metadata = join(directory, 'metadata');
  const targets = join(directory, 'targets');
  await Promise.all([metadata, targets].map((path) => mkdir(path, { recursive: true })));
  const version = (await publishedVersion(metadata)) + 1;
  const common = (role: Role) => ({ version, specVersion, expires: expiry(now, days[role]) });

  const bytes = Buffer.from(catalogue);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const target = new TargetFile({
    path: 'catalogue.json',
    length: bytes.length,
    hashes: { sha256 },
  });
  const signedTargets = signedText(
    new Metadata(new Targets({ ...common('targets'), targets: { [target.path]: target } })),
    [keys.targets],
  );
  const snapshot = signedText(
    new Metadata(
      new Snapshot({
        ...common('snapshot'),
        meta: { 'targets.json': metaOf(signedTargets, version) },
      }),
    ),
    [keys.snapshot],
  );
  const timestamp = signedText(
    new Metadata(
      new Timestamp({ ...common('timestamp'), snapshotMeta: metaOf(snapshot, version) }),
    ),
    [keys.timestamp],
  );

  // The timestamp last: until it is there, clients see the version before.
  await writeFile(join(targets, `${sha256}.catalogue.json`), bytes);
  await writeRoot(metadata, publication);
  await writeFile(join(metadata, `${version}.targets.json`), signedTargets);
  await writeFile(join(metadata, `${version}.snapshot.json`), snapshot);
  await writeFile(join(metadata, 'timestamp.json'), timestamp);
  return version;
}

async function publishedVersion(metadata: string): Promise<number> {
  const text = await readFile(join(metadata, 'timestamp.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return 0;
  return Metadata.fromJSON(MetadataKind.Timestamp, JSON.parse(text)).signed.version;
}

/** A new root where there is none, where keys have changed, or where half of its time is over. */
async function writeRoot(metadata: string, { keys, now }: Publication): Promise<void> {
  const text = await readFile(join(metadata, 'root.json'), 'utf8').catch(() => undefined);
  const old =
    text === undefined ? undefined : Metadata.fromJSON(MetadataKind.Root, JSON.parse(text)).signed;
  if (old !== undefined && isCurrent(old, keys, now)) return;
  if (old !== undefined && !holds(old, 'root', keys)) {
    throw new WebbootError('usage', 'This is not the root key of the repository.', {
      subject: metadata,
      remedy: 'Publish with the same root key: released images trust no other.',
    });
  }
  const root = new Root({
    version: (old?.version ?? 0) + 1,
    specVersion,
    expires: expiry(now, days.root),
    consistentSnapshot: true,
  });
  for (const role of roles) root.addKey(keys[role].key, role);
  const signed = signedText(new Metadata(root), [keys.root]);
  await writeFile(join(metadata, `${root.version}.root.json`), signed);
  await writeFile(join(metadata, 'root.json'), signed);
}

function isCurrent(root: Root, keys: Publication['keys'], now: Date): boolean {
  return (
    roles.every((role) => holds(root, role, keys)) &&
    !root.isExpired(new Date(now.getTime() + (days.root / 2) * dayMs))
  );
}

function holds(root: Root, role: Role, keys: Publication['keys']): boolean {
  return root.roles[role]?.keyIDs.join() === keys[role].key.keyID;
}

function metaOf(text: string, version: number): MetaFile {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return new MetaFile({ version, length: Buffer.byteLength(text), hashes: { sha256 } });
}

function signedText(
  metadata: Metadata<Root> | Metadata<Targets> | Metadata<Snapshot> | Metadata<Timestamp>,
  signers: readonly RoleKey[],
): string {
  for (const signer of signers) metadata.sign((data) => signer.sign(data));
  return `${JSON.stringify(metadata.toJSON(), undefined, 1)}\n`;
}

const dayMs = 24 * 3600 * 1000;

/** To the second: the specification's format has no fractions. */
function expiry(now: Date, inDays: number): string {
  return `${new Date(now.getTime() + inDays * dayMs).toISOString().slice(0, 19)}Z`;
}
