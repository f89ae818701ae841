import { resolveGrubPath, treeDevice } from '../device.ts';
import { parseOptions } from '../options.ts';
import { type CommandFunction, grubStatus, type Session } from '../session.ts';

const options = [
  { long: 'file', short: 'f', value: 'none' },
  { long: 'label', short: 'l', value: 'none' },
  { long: 'fs-uuid', short: 'u', value: 'none' },
  { long: 'set', short: 's', value: 'optional' },
  { long: 'no-floppy', short: 'n', value: 'none' },
  { long: 'root-dev-only', short: 'r', value: 'none' },
  { long: 'efidisk-only', value: 'none' },
  { long: 'cryptodisk-only', value: 'none' },
  { long: 'hint', short: 'h', value: 'required' },
  { long: 'hint-bios', value: 'required' },
  { long: 'hint-efi', value: 'required' },
  { long: 'hint-baremetal', value: 'required' },
  { long: 'hint-ieee1275', value: 'required' },
  { long: 'hint-arc', value: 'required' },
] as const;

type Criterion = 'file' | 'label' | 'fs-uuid';

/** `search`, `search.file`, `search.fs_label`, `search.fs_uuid`: only the tree can be found. */
export const search: CommandFunction = async (session, { name, args }) => {
  if (name !== 'search') {
    const criterion =
      name === 'search.file' ? 'file' : name === 'search.fs_label' ? 'label' : 'fs-uuid';
    const [wanted, variable] = args;
    if (wanted === undefined) return grubStatus.badArgument;
    return find(session, criterion, wanted, variable);
  }
  const parsed = parseOptions(args, options, { acceptDash: true });
  if (parsed === undefined) return grubStatus.badArgument;
  const { values } = parsed;
  const set = values.get('set')?.at(-1);
  const wanted = parsed.positional.find((arg) => !arg.startsWith('--hint-')) ?? set;
  const isSetValue = parsed.positional.length === 0;
  const criterion = (['label', 'fs-uuid', 'file'] as const).find((one) => values.has(one));
  if (wanted === undefined) return grubStatus.badArgument;
  if (criterion === undefined) return grubStatus.invalidCommand;
  const variable = set === undefined ? undefined : set === '' || isSetValue ? 'root' : set;
  return find(session, criterion, wanted, variable);
};

async function find(
  session: Session,
  criterion: Criterion,
  wanted: string,
  variable: string | undefined,
): Promise<number> {
  if (wanted === '' || !(await matchesTree(session, criterion, wanted))) {
    return grubStatus.unknownDevice;
  }
  if (variable !== undefined) session.env.set(variable, treeDevice);
  return grubStatus.ok;
}

async function matchesTree(
  session: Session,
  criterion: Criterion,
  wanted: string,
): Promise<boolean> {
  switch (criterion) {
    case 'label':
      return session.tree.volumeId === wanted;
    case 'fs-uuid':
      return session.tree.uuid?.toLowerCase() === wanted.toLowerCase();
    case 'file': {
      const path = resolveGrubPath(wanted, treeDevice, session.loopbacks);
      session.budget.spendLookup();
      return path !== undefined && (await session.tree.find(path)) !== undefined;
    }
  }
}

const probeOptions = [
  { long: 'set', short: 's', value: 'required' },
  { long: 'driver', short: 'd', value: 'none' },
  { long: 'partmap', short: 'p', value: 'none' },
  { long: 'fs', short: 'f', value: 'none' },
  { long: 'fs-uuid', short: 'u', value: 'none' },
  { long: 'label', short: 'l', value: 'none' },
  { long: 'part-uuid', value: 'none' },
] as const;

/** `probe --set VAR --fs-uuid DEVICE`: what is known of the tree's file system. */
export const probe: CommandFunction = (session, { args }) => {
  const parsed = parseOptions(args, probeOptions);
  const device = parsed?.positional[0];
  if (parsed === undefined || device === undefined) return grubStatus.badArgument;
  if (
    resolveGrubPath(`(${device.replace(/^\(|\)$/g, '')})/`, '', session.loopbacks) === undefined
  ) {
    return grubStatus.fileNotFound;
  }
  const { values } = parsed;
  let value: string | undefined;
  if (device === '') value = undefined;
  else if (values.has('fs-uuid')) value = session.tree.uuid;
  else if (values.has('label')) value = session.tree.volumeId;
  else if (values.has('fs')) value = 'iso9660';
  if (value === undefined) return grubStatus.fileNotFound;
  const variable = values.get('set')?.at(-1);
  if (variable !== undefined) session.env.set(variable, value);
  else session.output.push(`${value}\n`);
  return grubStatus.ok;
};
