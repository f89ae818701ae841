import { nearestNames } from '../boot/catalogue/nearest-names.ts';
import type { DistroSummary, VariantSummary } from '../boot/session/session.ts';
import type { Architecture } from '../core/architecture.ts';
import { jsonLine } from '../core/printable.ts';
import { WebbootError } from '../errors.ts';
import { archOption, parseArchitecture } from './architecture.ts';
import { defineCommand, usageError } from './define-command.ts';
import type { CliIo } from './io.ts';
import { type NearOffer, nearText } from './near-text.ts';

/** Loads the catalogue; nothing is asked of the network. */
export type OpenList = () => Promise<readonly DistroSummary[]>;

export interface ListTools {
  readonly open: OpenList;
  /** What other machines of this network offer. */
  readonly near: (options: Pick<CliIo, 'signal'>) => Promise<readonly NearOffer[]>;
}

interface ListOptions {
  readonly distro: string | undefined;
  readonly arch: Architecture | undefined;
}

export const listCommand = defineCommand({
  name: 'webboot list',
  usage: ['[options] [DISTRO]', '--near [--json]'],
  about:
    'Shows what the catalogue offers, under the names that webboot, fetch and verify accept. These commands look up the newest version when they run.',
  options: {
    arch: archOption,
    near: {
      type: 'boolean',
      default: false,
      help: 'Show what other machines of this network offer by webboot serve, instead.',
    },
    json: { type: 'boolean', default: false, help: 'Print JSON.' },
  },
  examples: [{ line: 'webboot list debian', help: 'The variants of one distro.' }],
  complete: 'distro',
  async run({ values, positionals }, io, { open, near }: ListTools) {
    if (values.near) {
      if (positionals.length > 0) throw usageError('webboot list', '--near takes no distro.');
      const offers = await near(io);
      io.stdout(values.json ? `${jsonLine(offers, 2)}\n` : nearText(offers));
      return 0;
    }
    if (positionals.length > 1) throw usageError('webboot list', 'Name at most one distro.');
    const options = { distro: positionals[0], arch: parseArchitecture(values.arch) };
    const distros = chosen(await open(), options);
    io.stdout(values.json ? `${jsonLine(distros, 2)}\n` : listText(distros));
    return 0;
  },
});

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
  unverified: 'unverified',
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
