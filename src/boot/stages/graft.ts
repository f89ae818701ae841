import { defined } from '../../core/defined.ts';
import { describeInjection } from '../../core/families/injection.ts';
import { describeHandedNetwork } from '../../core/network/handed-network.ts';
import type { GraftHook, GraftStep } from '../../core/plan/boot-plan.ts';
import { WebbootError } from '../../errors.ts';
import { acpiEntries } from '../../formats/acpi/table-archive.ts';
import { type CpioEntry, writeCpio } from '../../formats/cpio/writer.ts';
import { concatAccess, memoryAccess } from '../../formats/random-access.ts';
import type { Injection } from '../../ports/injection.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { carriedImage, hookEntries } from '../graft/archive.ts';
import { copiedEntries } from '../graft/copied-files.ts';
import type { DeliveredFile } from '../graft/delivery.ts';
import { findModules, type ModuleSources } from '../graft/find-modules.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Emit } from '../run/event-channel.ts';
import { type OwnCopy, prepareOwnCopy } from '../serve-on/own-copy.ts';
import type { Extracted } from './extract.ts';
import { isVerified } from './verify.ts';

/** What is loaded: the image's own kernel and initrds, and what was added to them. */
export interface Grafted extends Extracted {
  /** One more archive in front of the initrds; absent if nothing is grafted. */
  readonly archive: RandomAccess | undefined;
  /** webboot's own files, to be written behind the image. */
  readonly ownCopy?: OwnCopy;
}

/**
 * One more archive for the target's initramfs: what it lacks to find its image. The image's own
 * initrd stays as it is.
 */
export async function graft(
  step: GraftStep,
  extracted: Extracted,
  context: BootContext,
  emit: Emit,
): Promise<Grafted> {
  const { arrived } = extracted;
  const note = (text: string) => emit({ type: 'note', stage: 'graft', text });
  const entries: CpioEntry[] = [];
  if (step.nfit !== undefined) {
    entries.push(...acpiEntries(step.nfit, await context.machine.facts()));
    note('grafted: an ACPI table that describes the memory with the image');
  }
  const given = givenTo(step, extracted, context);
  const injection = await given.injection();
  const ownCopy = await ownCopyFor(step, extracted, context, note);
  if (step.hook !== undefined) {
    const sources = await sourcesOf(step, extracted);
    const files = filesForRoot(step.hook, injection);
    const parts = { sources, files, ...defined({ serve: ownCopy?.script }) };
    entries.push(...(await hook(step.hook, parts, given, note)));
  }
  for (const { kind, path } of step.seeds ?? []) {
    const [file] = injection.get(kind) ?? [];
    if (file === undefined) continue;
    entries.push({ kind: 'file', path, mode: 0o600, data: file.data });
    note(`grafted: ${describeInjection([kind])}`);
  }
  if (step.files !== undefined) {
    const copied = await copiedEntries(arrived.tree, step.files);
    entries.push(...copied);
    const files = copied.filter(({ kind }) => kind === 'file').length;
    note(`grafted: ${files} files of ${step.files.from}, to ${step.files.to}`);
  }
  const archive = memoryAccess(writeCpio(entries));
  const carried = step.hook?.carriesImage === true ? [carriedImage(arrived.image)] : [];
  return { ...extracted, archive: concatAccess([archive, ...carried]), ...defined({ ownCopy }) };
}

/** A live system that cannot be served from is started all the same. */
async function ownCopyFor(
  { hook }: GraftStep,
  { arrived: { medium }, plan }: Extracted,
  context: BootContext,
  note: (text: string) => void,
): Promise<OwnCopy | undefined> {
  if (hook?.servesOn !== true || !isVerified(medium)) return undefined;
  try {
    const copy = await prepareOwnCopy(plan, medium, hook.device, context);
    if (copy !== undefined) note('the live system can serve its image: sudo sh /run/webboot/serve');
    return copy;
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof WebbootError)) throw error;
    note(`the live system cannot serve its image: ${error.message}`);
    return undefined;
  }
}

interface Given extends Pick<BootContext, 'machine'> {
  readonly networkToHandOn?: BootContext['networkToHandOn'];
  injection(): Promise<Injection>;
}

/** By the medium itself, whatever was planned: a passphrase is never taken back. */
function givenTo(
  { hook, seeds }: GraftStep,
  { arrived, plan: { choice } }: Extracted,
  { machine, networkToHandOn, injection }: BootContext,
): Given {
  const verified = isVerified(arrived.medium);
  const isWanted = seeds !== undefined || (hook?.injects.length ?? 0) > 0;
  const mayInject = isWanted && (verified || choice.inject?.to === 'always');
  return {
    machine,
    ...(verified || choice.handOn === 'always' ? defined({ networkToHandOn }) : {}),
    injection: async () => (mayInject && injection !== undefined ? injection() : new Map()),
  };
}

/** What goes into the live system's root, by the paths that it has there. */
function filesForRoot(hook: GraftHook, injection: Injection): readonly DeliveredFile[] {
  return hook.injects.flatMap(({ kind, directory }) =>
    (injection.get(kind) ?? []).map(({ name, data }) => ({ path: `${directory}/${name}`, data })),
  );
}

/** Where its drivers may be. */
async function sourcesOf(step: GraftStep, { arrived, images }: Extracted): Promise<ModuleSources> {
  return {
    device: arrived.medium.device,
    fileSystems: await arrived.rootFileSystems(),
    places: await arrived.modulePlaces(step),
    initrds: images.initrds,
  };
}

async function hook(
  { modules: names, kernelVersion, init, carriesImage, handsOn, injects, device, rawAt }: GraftHook,
  {
    sources,
    files,
    serve,
  }: { sources: ModuleSources; files: readonly DeliveredFile[]; serve?: string },
  { machine, networkToHandOn }: Given,
  note: (text: string) => void,
): Promise<CpioEntry[]> {
  const modules =
    names.length === 0 ? [] : await findModules({ names, kernelVersion }, sources, machine);
  const network = handsOn ? await networkToHandOn?.() : undefined;
  const grafted = [
    ...modules.map(({ fileName }) => fileName),
    ...(carriesImage ? ['the image itself'] : []),
    ...(network === undefined ? [] : [`the network (${describeHandedNetwork(network)})`]),
    ...(files.length === 0 ? [] : [describeInjection(injects.map(({ kind }) => kind))]),
  ];
  if (grafted.length > 0) note(`grafted: ${grafted.join(', ')}`);
  if (handsOn && network === undefined) {
    note('no network to pass on: the live system finds this one automatically');
  }
  return hookEntries({
    busybox: await machine.busybox(),
    modules,
    blockDevice: device.slice(device.lastIndexOf('/') + 1),
    init,
    carriesImage,
    files,
    ...defined({ network, rawAt, serve }),
  });
}
