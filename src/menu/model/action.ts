import type { Peek } from '../../boot/session/session.ts';
import type { ChosenLanguage, LanguageCode } from '../../core/languages/languages.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { ConnectionSettings } from '../../core/network/connection-settings.ts';
import type { NetworkSnapshot } from '../../core/network/panel.ts';
import type { WifiProfile } from '../../core/network/wifi.ts';
import type { BootEvent, FailureReport } from '../../core/plan/boot-event.ts';
import type { BootChoice } from '../../core/plan/boot-plan.ts';
import type { Key } from '../keys/key.ts';
import type { EntryRow } from './inspected-image.ts';
import type { RemoteSnapshot } from './remote.ts';
import type { LeaveHow } from './screen.ts';
import type { SetupChanges } from './state.ts';
import type { Verb } from './verb.ts';

/** Everything that can happen to the menu. `time` is in milliseconds since the epoch. */
export type Action =
  | { readonly type: 'key'; readonly key: Key; readonly console?: string }
  | { readonly type: 'verb'; readonly verb: Verb; readonly console?: string }
  /** Home was searched for that, and the mark moved to that item (`itemKey`), by keys that were answered before. */
  | { readonly type: 'marked'; readonly item?: string; readonly search?: string }
  | { readonly type: 'second' }
  | {
      readonly type: 'inspected';
      readonly task: number;
      readonly peek: Peek;
      readonly rows: readonly EntryRow[];
    }
  | {
      readonly type: 'inspection-failed';
      readonly task: number;
      readonly failure: FailureReport;
    }
  | {
      readonly type: 'boot-event';
      readonly task: number;
      readonly event: BootEvent;
      readonly time: number;
    }
  /** The image that is being booted has another menu than was shown; nothing of it was booted. */
  | {
      readonly type: 'menu-found';
      readonly task: number;
      readonly peek: Peek;
      readonly rows: readonly EntryRow[];
    }
  | { readonly type: 'boot-ended'; readonly task: number }
  | { readonly type: 'network'; readonly snapshot: NetworkSnapshot }
  | { readonly type: 'remote'; readonly snapshot: RemoteSnapshot }
  /** By the settings, not by a person at a console. */
  | { readonly type: 'remote-wanted'; readonly encrypted: boolean }
  | { readonly type: 'setup'; readonly changes: SetupChanges }
  | { readonly type: 'log'; readonly text: string; readonly time: number }
  /** One line for a person: in the menu's language, or as it came. */
  | { readonly type: 'notice'; readonly text: string | ((texts: Texts) => string) }
  | ({ readonly type: 'language' } & ChosenLanguage)
  /** Whoever needs a voice has had time to say so. */
  | { readonly type: 'speech-offer-over' }
  /** A fault of webboot's own, met while a key was handled or a screen was drawn. */
  | { readonly type: 'fault'; readonly failure: FailureReport; readonly time: number };

/** What the reducer wants done; `run-effect.ts` is the only place that does it. */
export type Effect =
  | { readonly op: 'inspect'; readonly task: number; readonly query: string }
  | { readonly op: 'stop-inspecting' }
  | {
      readonly op: 'boot';
      readonly task: number;
      readonly query: string;
      readonly peek: Peek;
      readonly choice: BootChoice;
    }
  | { readonly op: 'stop-boot' }
  | { readonly op: 'hurry-boot' }
  | { readonly op: 'connect'; readonly interfaceName: string }
  | { readonly op: 'disconnect'; readonly interfaceName: string }
  | {
      readonly op: 'configure';
      readonly interfaceName: string;
      readonly settings: ConnectionSettings;
    }
  | { readonly op: 'scan'; readonly interfaceName: string }
  | {
      readonly op: 'join';
      readonly interfaceName: string;
      readonly credentials: WifiProfile;
    }
  | { readonly op: 'join-kept'; readonly interfaceName: string; readonly ssid: string }
  | { readonly op: 'keep-network'; readonly interfaceName: string }
  | { readonly op: 'forget-network'; readonly ssid: string }
  /** On the console where it was asked for. */
  | { readonly op: 'shell'; readonly console: string | undefined }
  | { readonly op: 'load-language'; readonly code: LanguageCode }
  | { readonly op: 'load-keymap'; readonly name: string }
  | { readonly op: 'set-speech'; readonly on: boolean }
  | { readonly op: 'start-remote'; readonly encrypted: boolean }
  | { readonly op: 'stop-remote' }
  | { readonly op: 'redraw' }
  | { readonly op: 'save-log'; readonly lines: readonly string[] }
  | { readonly op: 'leave'; readonly how: LeaveHow };
