import type { UnitFacts } from './unit-facts.ts';

/** A checkpoint of one unit or container to be made. */
export interface DumpRequest {
  readonly unit: Pick<UnitFacts, 'name' | 'mainPid' | 'journalStreams' | 'container'>;
  /** The folder of the images. */
  readonly images: string;
  /** An earlier pre-dump's folder, as seen from this one: only what changed since is written. */
  readonly previous?: string;
}

/** Dump and restore must agree on these (criu(8)). The network lock is webboot's own, by nft. */
export const sharedOptions = [
  '--tcp-established',
  '--ext-unix-sk',
  '--file-locks',
  '--link-remap',
  ...['--network-lock', 'skip'],
] as const;

/** How the processes are left: `killed` in silence, or `running` as if nothing had been. */
export type Afterwards = 'killed' | 'running';

export function dumpArguments(request: DumpRequest, afterwards: Afterwards): readonly string[] {
  const { unit, images, previous } = request;
  return [
    'dump',
    ...['--tree', `${unit.mainPid}`],
    ...folders(images, previous, 'dump.log'),
    ...sharedOptions,
    // The other end is the journal's, which gives the restored unit a new one.
    ...unit.journalStreams.flatMap((inode) => ['--external', `unix[${inode}]`]),
    ...(afterwards === 'running' ? ['--leave-running'] : []),
  ];
}

/** Memory alone, while the processes run; what changes afterwards is marked by the kernel. */
export function preDumpArguments({ unit, images, previous }: DumpRequest): readonly string[] {
  return [
    'pre-dump',
    ...['--tree', `${unit.mainPid}`],
    ...folders(images, previous, 'pre-dump.log'),
    ...sharedOptions,
  ];
}

function folders(images: string, previous: string | undefined, log: string): readonly string[] {
  return [
    ...['--images-dir', images, '--log-file', log, '-v2'],
    ...(previous === undefined ? [] : ['--prev-images-dir', previous]),
    ...(previous === undefined && log === 'dump.log' ? [] : ['--track-mem']),
  ];
}
