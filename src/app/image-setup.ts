import type { HostFacts } from '../core/machine/host-facts.ts';
import { loadProblems } from '../core/plan/kexec-problems.ts';
import type { Settings } from '../core/settings/settings.ts';
import {
  parseWebbootParameters,
  type WebbootParameters,
} from '../core/settings/webboot-parameters.ts';
import { kernelLog } from '../linux/consoles.ts';
import { createKeptNetworks, type KeptNetworks } from '../linux/network/wifi/kept-networks.ts';
import type { OwnStick } from '../linux/own-stick.ts';
import type { StickFiles } from '../linux/stick-files.ts';

/** What a start goes by, once it is known. */
export interface ImageSetup {
  readonly host: HostFacts;
  readonly settings: Settings & Pick<WebbootParameters, 'auto'>;
  readonly stick: OwnStick | undefined;
  readonly kept: KeptNetworks;
  readonly files: StickFiles;
  readonly report: StartReport;
  /** Passphrases, which stand in no log and on no screen. */
  readonly secrets: readonly string[];
}

/** What is not as the person wanted it: told in the menu, and in the kernel's log. */
export interface StartReport {
  readonly problems: readonly string[];
  add(problem: string): void;
}

/** The parts of the machine that a setup is read from. */
export interface SetupSources {
  readonly host: HostFacts;
  readonly openStick: (mark: NonNullable<WebbootParameters['stick']>) => OwnStick;
  readonly openFiles: (onProblem: (text: string) => void) => StickFiles;
  readonly readSettings: (cmdline: string) => Promise<WebbootParameters>;
}

/** A stick behind a hub takes a few seconds to appear. */
const automaticMs = 10_000;

/** Settings may lie on the stick: an automatic boot waits for it, a person sees the menu first. */
export async function readImageSetup(sources: SetupSources): Promise<ImageSetup> {
  const { host } = sources;
  const report = createStartReport();
  for (const { text, remedy } of loadProblems(host)) report.add(`${text} ${remedy}`);
  const { stick: mark, auto } = parseWebbootParameters(host.cmdline);
  const stick = mark === undefined ? undefined : sources.openStick(mark);
  const mounted = auto ? stick?.wait(automaticMs) : stick?.look();
  await mounted?.catch((error: Error) => report.add(error.message));
  const settings = await sources.readSettings(host.cmdline);
  for (const problem of settings.problems) report.add(problem);
  const files = sources.openFiles(report.add);
  const isExpected = mark !== undefined;
  const kept = createKeptNetworks(files, { isExpected, onProblem: report.add });
  await kept.look();
  const profiles = [...(settings.wifi ?? []), ...kept.profiles];
  const secrets = profiles.flatMap(({ passphrase }) => passphrase ?? []);
  return { host, settings, stick, kept, files, report, secrets };
}

export function createStartReport(): StartReport {
  const problems: string[] = [];
  return { problems, add: (problem) => void problems.push(problem) };
}

export async function logProblems({ problems }: StartReport): Promise<void> {
  for (const text of problems) await kernelLog(text);
}
