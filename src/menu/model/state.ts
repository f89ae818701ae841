import type { DistroSummary } from '../../boot/session/session.ts';
import type { Architecture } from '../../core/architecture.ts';
import type { InjectionKind } from '../../core/families/injection.ts';
import type { LocaleWish } from '../../core/families/localize.ts';
import type { ImageLocation } from '../../core/image/image-location.ts';
import type { Trust } from '../../core/image/trust.ts';
import { english } from '../../core/languages/en.ts';
import type { ChosenLanguage, LanguageCode } from '../../core/languages/languages.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { NetworkSnapshot } from '../../core/network/panel.ts';
import type { FailureReport, ServingReport, UpgradePhase } from '../../core/plan/boot-event.ts';
import type { BootChoice } from '../../core/plan/boot-plan.ts';
import type { Stage } from '../../core/plan/stage.ts';
import type { InspectedImage } from './inspected-image.ts';
import type { RemoteSnapshot } from './remote.ts';
import type { Screen } from './screen.ts';

/** What does not change while the menu runs. */
export interface Setup {
  readonly distros: readonly DistroSummary[];
  /** Of this machine; absent where it is not known before the peek. */
  readonly host: { readonly arch: Architecture; readonly ramBytes: number } | undefined;
  /** Queries booted before, latest first. */
  readonly recent: readonly string[];
  /** Images that lie on this machine already. */
  readonly cached: readonly CachedImage[];
  /** The stick that images can be kept on; undefined where there is none. */
  readonly keepsOn?: string | undefined;
  /** What counts for images for which the person has not chosen. */
  readonly handsOn: boolean;
  /** Files of the person's own that there are for live systems. */
  readonly injects: readonly InjectionKind[];
  /** Live systems are given them unless the person says otherwise. */
  readonly injectsAlways: boolean;
  /** Live systems are given what they can serve their image with. */
  readonly servesOn: boolean;
  /** Keyboard layouts that can be loaded; empty where that is not for us to do. */
  readonly keymaps: readonly Keymap[];
  /** Facts for the about screen; the keys it takes from the distros. */
  readonly about: readonly AboutSection[];
  readonly version: string;
  /** Logins over SSH; absent without them. */
  readonly ssh?: SshState | undefined;
  readonly can: {
    readonly network: boolean;
    readonly shell: boolean;
    readonly quit: boolean;
    readonly reboot: boolean;
    readonly powerOff: boolean;
    readonly saveLog: boolean;
    readonly remote: boolean;
    /** Images can be given to other machines. */
    readonly serve: boolean;
    /** The menu can be read aloud. */
    readonly speech: boolean;
  };
}

/** What becomes known while the menu is shown: sticks that come up, a newer catalogue. */
export type SetupChanges = Partial<
  Pick<Setup, 'distros' | 'recent' | 'cached' | 'keepsOn' | 'about' | 'injects' | 'ssh'>
>;

/** Whether the menu is read aloud; while that is offered, a key asks for it. */
export type SpeechState = 'off' | 'offered' | 'on';

export type SshState =
  /** The fingerprint of the machine's key, as ssh(1) shows it: "SHA256:..."; what is wrong with the one that was given. */
  | { readonly kind: 'open'; readonly hostKey: string; readonly problem?: string }
  /** A sentence. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface CachedImage {
  readonly path: string;
  readonly title: string;
  readonly bytes: number;
}

export interface Keymap {
  /** As `loadkeys` takes it: "de-latin1". */
  readonly name: string;
  /** "German" */
  readonly title: string;
}

export interface AboutSection {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface TransferState {
  /** From machines of this network. */
  readonly near?:
    | { readonly bytes: number; readonly machines: number; readonly mirrors: readonly string[] }
    | undefined;
  readonly bytes: number;
  readonly total: number;
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | undefined;
}

/** A boot that was started: the fold of its events. */
export interface BootRun {
  readonly task: number;
  readonly choice: BootChoice;
  readonly image: InspectedImage;
  /** The same image as it turned out to be, if it does not have what was shown. */
  readonly found: InspectedImage | undefined;
  readonly title: string;
  readonly entryTitle: string;
  readonly version: string;
  readonly location: ImageLocation;
  readonly state: 'running' | 'stopping' | 'failed' | 'finished';
  readonly done: readonly Stage[];
  readonly stage: Stage | undefined;
  /** How far the hand-over is. */
  readonly phase: UpgradePhase | undefined;
  readonly transfer: TransferState | undefined;
  /** Other machines still take the image from here. */
  readonly lingering?: { readonly machines: number; readonly secondsLeft: number } | undefined;
  /** What the signed checksums promise; known before the download. */
  readonly expected: Trust | undefined;
  /** What the image on the medium was found to be. */
  readonly trust: Trust | undefined;
  /** The latest sentences, oldest first. */
  readonly notes: readonly string[];
  readonly failure: FailureReport | undefined;
  /** How the image is given to other machines, once it is. */
  readonly serving: ServingReport | undefined;
  /** The name of the image in memory, for a boot that need not download it again. */
  readonly inMemory: string | undefined;
}

export interface Countdown {
  readonly secondsLeft: number;
  readonly query: string;
  /** Title or id; absent: the image's own default entry. */
  readonly entry: string | undefined;
}

/** The whole menu, one for all consoles. */
export interface TuiState {
  readonly setup: Setup;
  readonly language: LanguageCode;
  /** Of that language. */
  readonly texts: Texts;
  /** What live systems are given of it: what the person chose, here or beforehand. */
  readonly localize: LocaleWish;
  readonly speech: SpeechState;
  readonly screens: readonly [Screen, ...Screen[]];
  readonly countdown: Countdown | undefined;
  /** The entry to start without a question once the image is known: after a countdown. */
  readonly autoBoot: { readonly entry: string | undefined } | undefined;
  /** Counts the tasks that were started; a result of an older one is ignored. */
  readonly task: number;
  readonly inspecting: { readonly task: number; readonly query: string } | undefined;
  readonly image: InspectedImage | undefined;
  readonly boot: BootRun | undefined;
  readonly network: NetworkSnapshot | undefined;
  readonly remote: RemoteSnapshot;
  /** Texts that were left by Escape, to be there when the screen is opened again. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly log: readonly LogLine[];
  /** One line above the keys, until the next key. */
  readonly notice: string | undefined;
}

export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly text: string;
}

export interface InitialSettings {
  readonly setup: Setup;
  readonly countdown: Countdown | undefined;
  readonly network: NetworkSnapshot | undefined;
  /** English without. */
  readonly language?: ChosenLanguage;
  readonly localize?: LocaleWish;
  /** Off without. */
  readonly speech?: SpeechState;
}

export function initialState(settings: InitialSettings): TuiState {
  const { code, texts } = settings.language ?? { code: 'en', texts: english };
  return {
    setup: settings.setup,
    language: code,
    texts,
    localize: settings.localize ?? {},
    speech: settings.speech ?? 'off',
    screens: [{ kind: 'home', query: '', cursor: 0 }],
    countdown: settings.countdown,
    autoBoot: undefined,
    task: 0,
    inspecting: undefined,
    image: undefined,
    boot: undefined,
    network: settings.network,
    remote: { kind: 'off' },
    drafts: {},
    log: [],
    notice: undefined,
  };
}
