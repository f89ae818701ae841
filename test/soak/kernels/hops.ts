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

/** Cells of a table. */
export function describeHop({ kernel, cpus, totalKb, availableKb }: Hop): string {
  return `${kernel} | ${cpus} | ${totalKb} kB | ${availableKb} kB`;
}
