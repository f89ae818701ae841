import {
  type ConnectionTexts,
  formatConnection,
  parseConnection,
} from '../../core/network/connection-settings.ts';
import type { NetworkInterface } from '../../core/network/panel.ts';
import type { Binding, On } from '../model/binding.ts';
import { formField, textOf } from '../model/form.ts';
import { closeTop, type Outcome, openScreen, stay } from '../model/outcome.ts';
import type { TuiState } from '../model/state.ts';
import { editWrong, formBindings, nextField } from './form.ts';

const fieldNames = ['address', 'gateway', 'dns', 'vlan', 'proxy'] as const;

export const addressBindings: readonly Binding<'address'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'nextOrUse',
    hint: 'next',
    act: (on) => nextField(on) ?? configure(on),
  },
  { keys: [], command: 'submit', shown: '', help: 'useSettings', act: configure },
  ...formBindings,
];

/** The settings of an interface, to be edited; a VLAN's are those of the interface below it. */
export function openAddress(state: TuiState, item: NetworkInterface | undefined): Outcome {
  if (item === undefined) return stay(state);
  if (item.kind === 'other') {
    return stay({ ...state, notice: state.texts.network.noSettings({ name: item.name }) });
  }
  const texts = formatConnection(item.settings);
  const fields = fieldNames.map((name) =>
    formField(state.drafts, { name, draft: draftName(item.name, name), text: texts[name] }),
  );
  return stay(openScreen(state, { kind: 'address', interfaceName: item.name, fields, cursor: 0 }));
}

function configure(on: On<'address'>): Outcome {
  const { state, screen } = on;
  const { interfaceName } = screen;
  const text = (name: keyof ConnectionTexts) => textOf(screen, name);
  const result = parseConnection({
    address: text('address'),
    gateway: text('gateway'),
    dns: text('dns'),
    vlan: text('vlan'),
    proxy: text('proxy'),
  });
  if (result.kind === 'wrong') return editWrong(on, result);
  // Shown as they were taken the next time, not as they were typed.
  const drafts = Object.entries(closeTop(state).drafts).filter(
    ([key]) => !fieldNames.some((name) => key === draftName(interfaceName, name)),
  );
  return stay(
    {
      ...closeTop(state),
      drafts: Object.fromEntries(drafts),
      notice: state.texts.network.applied({ name: interfaceName }),
    },
    { op: 'configure', interfaceName, settings: result.value },
  );
}

function draftName(interfaceName: string, name: keyof ConnectionTexts): string {
  return `address ${interfaceName} ${name}`;
}
