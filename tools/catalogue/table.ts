import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalogue } from '../../src/app/open-catalogue.ts';
import type { ImageSource } from '../../src/core/image/image-source.ts';
import { WebbootError } from '../../src/errors.ts';
import type { DistroVariant } from '../../src/formats/catalogue/distro.ts';
import { projectDirectory } from '../shared/paths.ts';
import { type Offered, offersOf, resolveOffer } from './resolve-rows.ts';
import { storedAnswers } from './stored-answers.ts';

const document = join(projectDirectory, 'docs/catalogue.md');
const [begin, end] = ['<!-- checked rows -->', '<!-- end of checked rows -->'];

/** `docs/catalogue.md` with the table of rows as the check makes it from the stored answers. */
export async function documentWithTable(): Promise<string> {
  const text = await readFile(document, 'utf8');
  const [before, after] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`${document} has no ${begin} … ${end}`);
  const table = await checkedTable();
  return `${text.slice(0, before + begin.length)}\n\n${table}\n${text.slice(after)}`;
}

export async function writeTable(): Promise<void> {
  await writeFile(document, await documentWithTable());
}

async function checkedTable(): Promise<string> {
  const { builtIn } = await openCatalogue();
  const names = await keyNames();
  const lines = [
    '| row | for | found version | signed by | last checked with |',
    '| --- | --- | --- | --- | --- |',
  ];
  const network = storedAnswers();
  const seen = new Map<DistroVariant, { readonly offered: Offered; readonly source: Found }>();
  for (const offered of offersOf(builtIn)) {
    if (seen.has(offered.variant)) continue;
    seen.set(offered.variant, { offered, source: await find(offered, builtIn, network) });
  }
  for (const { offered, source } of seen.values()) lines.push(lineOf(offered, source, names));
  return `${lines.join('\n')}\n`;
}

type Found = ImageSource | string;

/** The image, or why there is none. */
async function find(
  offered: Offered,
  rows: Parameters<typeof resolveOffer>[1],
  network: Parameters<typeof resolveOffer>[2],
): Promise<Found> {
  if (offered.variant.unavailable !== undefined) return offered.variant.unavailable;
  try {
    return await resolveOffer(offered, rows, network);
  } catch (error) {
    if (!(error instanceof WebbootError)) throw error;
    throw new Error(`${offered.row.id}/${offered.variant.id}: ${error.message}`, { cause: error });
  }
}

function lineOf({ row, variant }: Offered, found: Found, names: ReadonlyMap<string, string>) {
  const cells = [
    `\`${row.id}/${variant.id}\``,
    variant.architectures.join(', '),
    typeof found === 'string' ? `none: ${found}` : versionOf(found),
    typeof found === 'string' ? '' : signerOf(found, names),
    checkedWith(variant),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function versionOf({ version, released }: ImageSource): string {
  return released === undefined ? version : `${version} of ${released}`;
}

function signerOf({ policy }: ImageSource, names: ReadonlyMap<string, string>): string {
  switch (policy.kind) {
    case 'pinned-digest':
      return `nobody; ${policy.digest.algorithm} pinned`;
    case 'none':
      return `nobody: ${policy.reason}`;
    default:
      return policy.keys.map(({ key }) => names.get(key) ?? key).join(', ');
  }
}

function checkedWith({ proven = [] }: DistroVariant): string {
  const boots = proven.map(
    ({ arch, version, date }) => `booted on QEMU (${version}, ${arch}) on ${date}`,
  );
  return ['stored answers', ...boots].join('; ');
}

async function keyNames(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(projectDirectory, 'distros/keys/index.json'), 'utf8');
  const index: readonly { readonly file: string; readonly userId: string }[] = JSON.parse(text);
  return new Map(index.map(({ file, userId }) => [file, userId]));
}
