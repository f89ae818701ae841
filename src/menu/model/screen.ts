import type { NamedNetwork } from '../../core/network/panel.ts';
import type { FailureReport } from '../../core/plan/boot-event.ts';
import type { BootChoice } from '../../core/plan/boot-plan.ts';
import type { Form } from './form.ts';
import type { InspectedImage } from './inspected-image.ts';
import type { TextField } from './text-field.ts';

/** One place of the menu and what only it knows; the bottom of the stack is always home. */
export type Screen =
  | { readonly kind: 'home'; readonly query: string; readonly cursor: number }
  | { readonly kind: 'detail'; readonly distroId: string; readonly cursor: number }
  | { readonly kind: 'url'; readonly field: TextField; readonly draft: string }
  | { readonly kind: 'inspecting'; readonly query: string }
  | { readonly kind: 'entries'; readonly cursor: number }
  | {
      readonly kind: 'cmdline';
      readonly entryId: string;
      readonly field: TextField;
      readonly draft: string;
    }
  | {
      readonly kind: 'unverified';
      readonly choice: BootChoice;
      readonly reason: string;
      readonly field: TextField;
    }
  | { readonly kind: 'progress' }
  | { readonly kind: 'stop' }
  | {
      readonly kind: 'failure';
      readonly failure: FailureReport;
      readonly retry: Retry | undefined;
      readonly offset: number;
    }
  | { readonly kind: 'report'; readonly failure: FailureReport }
  | { readonly kind: 'log'; readonly fromEnd: number }
  | { readonly kind: 'network'; readonly cursor: number }
  | { readonly kind: 'wifi'; readonly interfaceName: string; readonly cursor: number }
  | JoinScreen
  | AddressScreen
  | { readonly kind: 'keymap'; readonly cursor: number }
  | { readonly kind: 'language'; readonly cursor: number }
  | { readonly kind: 'remote' }
  | { readonly kind: 'shell' }
  | { readonly kind: 'leave'; readonly how: LeaveHow }
  | { readonly kind: 'about'; readonly offset: number }
  | { readonly kind: 'help'; readonly about: ScreenKind; readonly offset: number };

/** The ways out of the menu that are not a boot. */
export type LeaveHow = 'quit' | 'reboot' | 'power-off';

export interface JoinScreen extends Form {
  readonly kind: 'join';
  readonly interfaceName: string;
  /** Absent: hidden, its name is asked for. */
  readonly network: NamedNetwork | undefined;
  readonly revealed: boolean;
}

export interface AddressScreen extends Form {
  readonly kind: 'address';
  readonly interfaceName: string;
}

export type ScreenKind = Screen['kind'];

type ScreensByKind = { readonly [K in ScreenKind]: Extract<Screen, { readonly kind: K }> };

export type ScreenOf<K extends ScreenKind> = ScreensByKind[K];

/** What "try again" does after a failure. */
export type Retry =
  | { readonly op: 'inspect'; readonly query: string }
  /** Of the image that was booted, whatever has been looked at since. */
  | { readonly op: 'boot'; readonly image: InspectedImage; readonly choice: BootChoice }
  /** From the menu that the image turned out to have. */
  | { readonly op: 'choose'; readonly image: InspectedImage };
