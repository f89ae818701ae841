import { runTool } from '../shared/tool.ts';

/** A disk of the host, and what is on it. */
export interface Disk {
  /** `/dev/sdb` */
  readonly path: string;
  readonly bytes: number;
  /** As it addresses them. */
  readonly sectorBytes: number;
  readonly model: string;
  /** A stick, a card, a disk that can be unplugged. */
  readonly removable: boolean;
  readonly readOnly: boolean;
  /** What would be lost: the disk's own content, or its partitions'. */
  readonly contents: readonly string[];
  /** Where it, or something on it, is mounted; `[SWAP]` for swap space. */
  readonly mountPoints: readonly string[];
}

const columns = 'PATH,TYPE,SIZE,LOG-SEC,RM,HOTPLUG,RO,TRAN,MODEL,LABEL,FSTYPE,MOUNTPOINTS';

interface Row {
  readonly path: string;
  readonly type: string;
  readonly size: number;
  readonly 'log-sec': number;
  readonly rm: boolean;
  readonly hotplug: boolean;
  readonly ro: boolean;
  readonly tran: string | null;
  readonly model: string | null;
  readonly label: string | null;
  readonly fstype: string | null;
  readonly mountpoints: readonly (string | null)[];
  readonly children?: readonly Row[];
}

/** The host's disks, by lsblk. */
export async function listDisks(): Promise<readonly Disk[]> {
  return parseDisks(
    await runTool('lsblk', ['--json', '--bytes', '--output', columns], {
      package: 'util-linux',
      remedy: 'Install util-linux 2.37 or newer.',
    }),
  );
}

/** Reads what lsblk prints. */
export function parseDisks(json: string): readonly Disk[] {
  const { blockdevices } = JSON.parse(json) as { readonly blockdevices: readonly Row[] };
  return blockdevices.filter(({ type }) => type === 'disk').map(diskOf);
}

function diskOf(row: Row): Disk {
  const rows = [row, ...descendants(row)];
  return {
    path: row.path,
    bytes: row.size,
    sectorBytes: row['log-sec'],
    model: row.model?.trim() ?? '',
    removable: row.rm || row.hotplug || row.tran === 'usb',
    readOnly: row.ro,
    contents: rows.flatMap(contentOf),
    mountPoints: [...new Set(rows.flatMap(({ mountpoints }) => mountpoints.flatMap(nonNull)))],
  };
}

function descendants({ children = [] }: Row): readonly Row[] {
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function contentOf({ path, type, size, label, fstype }: Row): readonly string[] {
  if (type === 'disk' && fstype === null) return [];
  const name = label === null ? '' : ` "${label}"`;
  return [`${path}: ${sizeText(size)} ${fstype ?? 'of unknown content'}${name}`];
}

function nonNull(value: string | null): readonly string[] {
  return value === null ? [] : [value];
}

/** "15.9 GB", as it stands on sticks. */
export function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
