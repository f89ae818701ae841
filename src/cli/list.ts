import { nearestNames } from '../boot/catalogue/nearest-names.ts';
import type { DistroSummary, VariantSummary } from '../boot/session/session.ts';
import type { Architecture } from '../core/architecture.ts';
import { jsonLine } from '../core/printable.ts';
import { WebbootError } from '../errors.ts';
import { parseArchitecture } from './architecture.ts';
import type { CliIo } from './io.ts';
import { parseArguments } from './parse-arguments.ts';

/** Loads the catalogue; nothing is asked of the network. */
export type OpenList = () => Promise<readonly DistroSummary[]>;

const usage = `usage: webboot list [options] [distro]

What the catalogue offers, by the names that webboot, fetch and verify take. The newest version
is looked up when one of them is asked for it.

  --arch ARCH   only what there is for x86_64, aarch64 or i386
  --json        as JSON
`;

interface ListOptions {
  readonly distro: string | undefined;
  readonly arch: Architecture | undefined;
  readonly json: boolean;
}

/** Prints the catalogue. Returns the exit status; throws WebbootError. */
export async function runList(argv: readonly string[], io: CliIo, open: OpenList): Promise<number> {
  const options = parseListOptions(argv);
  if (options === undefined) {
    io.stdout(usage);
    return 0;
  }
  const distros = chosen(await open(), options);
  io.stdout(options.json ? `${jsonLine(distros, 2)}\n` : listText(distros));
  return 0;
}

function parseListOptions(argv: readonly string[]): ListOptions | undefined {
  const { values, positionals } = parseFlags(argv);
  if (values.help) return undefined;
  if (positionals.length > 1) throw usageError('At most one distro is to be named.');
  return { distro: positionals[0], arch: parseArchitecture(values.arch), json: values.json };
}

function parseFlags(argv: readonly string[]) {
  return parseArguments('webboot list', argv, {
    arch: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
}

function usageError(message: string): WebbootError {
  return new WebbootError('usage', message, { remedy: 'webboot list --help' });
}

function chosen(
  distros: readonly DistroSummary[],
  { distro, arch }: ListOptions,
): readonly DistroSummary[] {
  const named = distros.filter(({ id }) => distro === undefined || id === distro);
  if (distro !== undefined && named.length === 0) {
    const near = nearestNames(
      distro,
      distros.map(({ id }) => id),
    );
    throw new WebbootError('unknown-distro', `There is no distro "${distro}".`, {
      remedy: near.length > 0 ? `Did you mean: ${near.join(', ')}?` : 'See "webboot list".',
    });
  }
  if (arch === undefined) return named;
  return named
    .map((one) => ({ ...one, variants: one.variants.filter((variant) => runsOn(variant, arch)) }))
    .filter(({ variants }) => variants.length > 0);
}

function runsOn({ architectures }: VariantSummary, arch: Architecture): boolean {
  return architectures.includes(arch);
}

const trustWords: Readonly<Record<DistroSummary['trust'], string>> = {
  signed: 'signed',
  pinned: 'pinned digest',
  unverified: 'not verified',
};

function listText(distros: readonly DistroSummary[]): string {
  const lines = distros.flatMap(({ name, trust, variants }) =>
    variants.map((variant) => [
      variant.id,
      variant.architectures.join(','),
      trustWords[trust],
      `${name}, ${variant.name}`,
    ]),
  );
  const widths = [0, 1, 2].map((column) =>
    Math.max(0, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  return lines
    .map((cells) => `${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
}
