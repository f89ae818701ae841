import type { Session } from '../boot/session/session.ts';
import { version } from '../build-info.ts';
import { defined } from '../core/defined.ts';
import { loadLanguage } from '../core/languages/languages.ts';
import { keymaps } from '../core/settings/keymaps.ts';
import { localeOf } from '../core/settings/locale-of.ts';
import { redact } from '../core/settings/redact.ts';
import type { Settings } from '../core/settings/settings.ts';
import { startCompilers } from '../linux/compilers.ts';
import { kernelLog, type OpenConsole, runShell } from '../linux/consoles.ts';
import type { ImageStores } from '../linux/image-store.ts';
import { choicesFile, hasKeptChoices, keepChoice } from '../linux/kept-choices.ts';
import { loadKeymap } from '../linux/keymap.ts';
import { openLogFile } from '../linux/log-file.ts';
import type { NetworkControl } from '../linux/network/network-control.ts';
import { readRecentChoices, rememberChoice } from '../linux/recent-choices.ts';
import { hasSettings, saveLogOnStick } from '../linux/stick.ts';
import type { StickFiles } from '../linux/stick-files.ts';
import { loadDrivers } from '../linux/waiting-drivers.ts';
import type { Countdown, SetupChanges } from '../menu/model/state.ts';
import type { Injection } from '../ports/injection.ts';
import { readAbout } from './about.ts';
import type { ImageSetup } from './image-setup.ts';
import { watchForSettings } from './late-settings.ts';
import { watchLocalImages } from './local-images.ts';
import { remoteMenu } from './remote-menu.ts';
import type { ImageSpeech } from './speech-menu.ts';
import { openSsh } from './ssh-menu.ts';

/** What the menu acts through. */
export interface MenuParts {
  readonly session: Session;
  readonly stores: ImageStores;
  /** What draws the first frame until then gives them up. */
  readonly takeConsoles: () => Promise<readonly OpenConsole[]>;
  readonly network: NetworkControl;
  readonly speech: ImageSpeech | undefined;
  readonly injection: () => Promise<Injection>;
  /** Told of the images on this machine, each time they change. */
  readonly onImages: (paths: readonly string[]) => void;
}

/** Shows the menu of webboot's own image until it is left; `replaced` by settings on a stick. */
export async function showImageMenu(
  { session, stores, takeConsoles, network, speech, injection, onImages }: MenuParts,
  { host, settings, stick, files, report, secrets }: ImageSetup,
): Promise<'reboot' | 'power-off' | 'replaced'> {
  const { startTui } = await import('../tui/start-tui.ts');
  const { loadScreenConsole } = await import('../tui/console/load-screen-console.ts');
  const { remote = 'no' } = settings;
  const ui = uiOf(settings, process.env.TERM);
  const recent = await readRecentChoices(files);
  const countdown = countdownOf(settings, recent);
  const language = await loadLanguage(settings.lang);
  const late = await watchForSettings(async () => {
    // Not those that were chosen in this menu.
    const hasChoices = !files.hasWritten(choicesFile) && (await hasKeptChoices());
    return hasChoices || hasSettings();
  }, files.retry);
  // What cannot be kept counts until the machine is switched off.
  const lose = (error: Error) => kernelLog(`The stick could not be written: ${error.message}`);
  const ssh = await openSsh({ ...settings, hasStick: stick !== undefined }, report.add);
  if (ui === 'screen') await loadScreenConsole();
  const consoles = await takeConsoles();
  const { how } = await startTui({
    session,
    network,
    consoles: consoles.map((console) => ({ ...console, ui })),
    settings: {
      version,
      problems: report.problems,
      keymaps,
      recent,
      host: { arch: host.arch, ramBytes: host.ramBytes },
      handsOn: settings.handon === 'yes' || settings.handon === 'unverified',
      injectsAlways: settings.inject === 'yes' || settings.inject === 'unverified',
      serves: true,
      servesOn: settings.serve === 'auto',
      leave: ['reboot', 'power-off'],
      localize: localeOf(settings),
      ...defined({ countdown, language }),
      ...(remote === 'no' ? {} : { remote: { encrypted: remote === 'yes' } }),
    },
    actions: {
      shell: ({ name }) => ssh?.lend(name) ?? runShell(name),
      loadKeymap,
      remember: (query) => void rememberChoice(files, query).catch(lose),
      keepChoice: (choice) => keepChoice(files, choice).catch(lose),
      log: openLogFile('webboot.log', secrets).write,
      ...(stick === undefined ? {} : { saveLog: saveLogOf(secrets) }),
    },
    remote: remoteMenu(network, secrets),
    updates: [
      lateSetup({ stores, injection, onImages, files, look: late.look }),
      ...(ssh === undefined ? [] : [ssh.updates()]),
    ],
    ...defined({ arriving: ssh?.arriving, speech: speech?.options }),
    replaced: late.found,
    onFirstFrame: () => {
      startCompilers();
      void loadDrivers();
      network.online().catch(() => {});
      void kernelLog('menu');
    },
  });
  // The next webboot takes the terminals over.
  if (how !== 'replaced') ssh?.close();
  return how === 'replaced' || how === 'reboot' ? how : 'power-off';
}

/** Sentences for who listens, and for terminals that only print. */
export function uiOf({ ui, speech }: Settings, term: string | undefined): 'screen' | 'line' {
  return ui ?? (speech === 'yes' || term === 'dumb' ? 'line' : 'screen');
}

/** What the first frame does not wait for. */
async function* lateSetup({
  stores,
  injection,
  onImages,
  files,
  look,
}: Pick<MenuParts, 'stores' | 'injection' | 'onImages'> & {
  readonly files: StickFiles;
  /** After each change of what is mounted. */
  readonly look: () => Promise<void>;
}): AsyncGenerator<SetupChanges> {
  yield { about: await readAbout() };
  for await (const changes of watchLocalImages(stores, look)) {
    onImages((changes.cached ?? []).map(({ path }) => path));
    const recent = await readRecentChoices(files);
    const injects = [...(await injection()).keys()];
    yield { ...changes, injects, ...(recent.length === 0 ? {} : { recent }) };
  }
}

/** To the configured choice, or else to the last one. */
export function countdownOf(
  { countdown = 0, distro, url, entry }: Settings,
  [last]: readonly string[],
): Countdown | undefined {
  const query = url ?? distro ?? last;
  return countdown === 0 || query === undefined
    ? undefined
    : { secondsLeft: countdown, query, entry };
}

function saveLogOf(secrets: readonly string[]): (lines: readonly string[]) => Promise<string> {
  return (lines) =>
    saveLogOnStick(
      lines.map((line) => redact(line, secrets)),
      new Date(),
    );
}
