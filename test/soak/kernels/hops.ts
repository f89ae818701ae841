/** What a kernel had to give when it was up. */
export interface Hop {
  readonly kernel: string;
  readonly cpus: number;
  readonly totalKb: number;
  readonly availableKb: number;
}

const line = /^hop: kernel=(\S+) cpus=(\d+) total=(\d+) available=(\d+)/gm;

/** What hop.sh and the rounds' script printed on a console. */
export function parseHops(log: string): readonly Hop[] {
  return [...log.matchAll(line)].map(([, kernel = '', cpus, total, available]) => ({
    kernel,
    cpus: Number(cpus),
    totalKb: Number(total),
    availableKb: Number(available),
  }));
}

export const chainEnd = /^the chain (?:has ended|is broken)/m;

/**
 * Whether each kernel has every time what it had first, within what KASLR and timing make of it:
 * some pages in all, and of what is available the buffers that drivers and processors happen to keep.
 */
export function areSteady(hops: readonly Hop[]): boolean {
  return hops.every((hop) => {
    const first = hops.find(({ kernel }) => kernel === hop.kernel) ?? hop;
    return (
      hop.cpus === first.cpus &&
      Math.abs(hop.totalKb - first.totalKb) < 1024 &&
      Math.abs(hop.availableKb - first.availableKb) < 0.03 * first.availableKb
    );
  });
}

/** Cells of a table: what each kernel had, least and most. */
export function describeHops(hops: readonly Hop[]): readonly string[] {
  const kernels = [...new Set(hops.map(({ kernel }) => kernel))];
  const cell = (describe: (own: readonly Hop[]) => string) =>
    kernels.map((name) => describe(hops.filter(({ kernel }) => kernel === name))).join('<br>');
  const range = (numbers: readonly number[]) => `${Math.min(...numbers)}–${Math.max(...numbers)}`;
  return [
    cell((own) => `${own[0]?.kernel} × ${own.length}`),
    cell((own) => range(own.map(({ cpus }) => cpus))),
    cell((own) => range(own.map(({ totalKb }) => totalKb))),
    cell((own) => range(own.map(({ availableKb }) => availableKb))),
  ];
}
