import { readdirSync, readFileSync } from 'node:fs';
import { defined } from '../core/defined.ts';
import { firmwareOf } from '../core/machine/firmware.ts';
import type { HostFacts, PmemDevice } from '../core/machine/host-facts.ts';
import { markedRegions } from '../core/machine/mark-tree.ts';
import type { MemoryMap, MemoryRange } from '../core/machine/memory-map.ts';
import { findOwnRegions, ownDevices } from '../core/machine/own-regions.ts';
import { parseFirmwareRange, parseIomem } from '../formats/iomem.ts';
import { sysfsSectorBytes } from '../storage/device-size.ts';
import { hostArchitecture } from './host-architecture.ts';
import { readKernelKeys, readSecureBoot } from './kernel-keys.ts';
import { readNvdimmTables } from './nvdimm-tables.ts';
import { ownFileBytes } from './own-files.ts';
import { readRunningTree } from './running-tree.ts';

/** Reads what the kernel tells of this machine. Files that are absent or closed count as empty. */
export async function readHostFacts(): Promise<HostFacts> {
  const cmdline = readText('/proc/cmdline');
  const meminfo = readText('/proc/meminfo');
  const pmem = readPmemDevices();
  const mode = lockdownMode(readText('/sys/kernel/security/lockdown'));
  const arch = hostArchitecture();
  const tree = arch === 'aarch64' ? readRunningTree() : undefined;
  const ownRegions = findOwnRegions({ arch, cmdline, marked: tree ? markedRegions(tree) : [] });
  const own = ownDevices(pmem, ownRegions);
  return {
    arch,
    firmware: arch === 'aarch64' ? firmwareOf(tree, hasAcpiTables()) : 'acpi',
    kernelVersion: readText('/proc/sys/kernel/osrelease').trim(),
    cmdline: cmdline.trim(),
    ramBytes: meminfoBytes(meminfo, 'MemTotal'),
    availableBytes: meminfoBytes(meminfo, 'MemAvailable'),
    memoryMap: readMemoryMap(),
    ownRegions,
    pmem: own,
    otherPmem: own.length < pmem.length,
    ...defined({ nvdimms: readNvdimmTables() }),
    setsMemoryAside: false,
    ...defined({ ownFileBytes: ownFileBytes() }),
    consoles: consoleParameters(cmdline),
    kexec: {
      loadDisabled: readText('/proc/sys/kernel/kexec_load_disabled').trim() === '1',
      lockdown: mode,
      fileLoad: mode === 'none' || hasFileLoad(),
      secureBoot: await readSecureBoot(),
      ...(mode === 'none' ? {} : await readKernelKeys()),
    },
  };
}

/**
 * Not by Node's thread pool: the kernel has these files in its memory, some seventy of them, and
 * each way there and back costs more than the file.
 */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** The kernel makes the directory if it goes by them, whatever the firmware has. */
function hasAcpiTables(): boolean {
  return namesIn('/sys/firmware/acpi/tables').length > 0;
}

/** By a function that nothing else has: a kernel without the call says so only when it is asked to load. */
function hasFileLoad(): boolean {
  return / kexec_add_buffer$/m.test(readText('/proc/kallsyms'));
}

function meminfoBytes(meminfo: string, field: string): number {
  const line = meminfo.split('\n').find((text) => text.startsWith(`${field}:`)) ?? '';
  return Number(/:\s+(\d+) kB/.exec(line)?.[1] ?? 0) * 1024;
}

/** The file names all modes and puts the one in force in brackets: `none [integrity] …`. */
function lockdownMode(text: string): HostFacts['kexec']['lockdown'] {
  const mode = /\[(\w+)\]/.exec(text)?.[1];
  return mode === 'integrity' || mode === 'confidentiality' ? mode : 'none';
}

/** The consoles that this kernel was told to use are those that its person looks at. */
function consoleParameters(cmdline: string): readonly string[] {
  return [...cmdline.matchAll(/(?:^|\s)console=(\S+)/g)].flatMap(([, value]) => value ?? []);
}

function readMemoryMap(): MemoryMap {
  return { iomem: parseIomem(readText('/proc/iomem')), firmware: readFirmwareMap() };
}

function readFirmwareMap(): readonly MemoryRange[] {
  const root = '/sys/firmware/memmap';
  const ranges = namesIn(root).map((name) => {
    const read = (file: string) => readText(`${root}/${name}/${file}`);
    return parseFirmwareRange({ start: read('start'), end: read('end'), type: read('type') });
  });
  return ranges.sort((a, b) => a.start - b.start);
}

function readPmemDevices(): readonly PmemDevice[] {
  const names = namesIn('/sys/class/block').filter((name) => /^pmem\d+$/.test(name));
  return names.sort().map((name) => {
    const size = Number(readText(`/sys/class/block/${name}/size`)) * sysfsSectorBytes;
    const start = Number(readText(`/sys/class/block/${name}/device/resource`));
    return { path: `/dev/${name}`, size, reservation: { start, size } };
  });
}
