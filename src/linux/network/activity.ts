import { defined } from '../../core/defined.ts';
import type { ConnectionSettings } from '../../core/network/connection-settings.ts';
import type { InterfaceNote, NetworkInterface, NetworkSummary } from '../../core/network/panel.ts';
import type { FailureReport } from '../../core/plan/boot-event.ts';
import { WebbootError } from '../../errors.ts';
import type { InterfaceFacts } from './interfaces.ts';

/** What is going on at an interface beyond what sysfs tells. */
export interface Activity {
  readonly state: NetworkInterface['state'];
  readonly note?: InterfaceNote;
}

/** An interface with its activity; a carrier that went takes the network with it. */
export function describeInterface(
  facts: InterfaceFacts,
  activity: Activity | undefined,
  settings: ConnectionSettings,
): NetworkInterface {
  if (activity?.state === 'online' && facts.link === 'down') {
    return { ...facts, settings, state: 'failed', note: { kind: 'link-down' } };
  }
  return { ...facts, settings, ...(activity ?? { state: 'idle' }) };
}

/** How the machine is connected: what is online first, then what is about to be. */
export function summarise(
  interfaces: readonly Pick<NetworkInterface, 'name' | 'state' | 'addresses'>[],
): NetworkSummary {
  const online = interfaces.find(({ state }) => state === 'online');
  if (online !== undefined) {
    const [address = ''] = online.addresses;
    return { kind: 'online', name: online.name, by: address.replace(/\/.*/, '') };
  }
  const busy = interfaces.find(({ state }) => state === 'connecting');
  return busy === undefined ? { kind: 'none' } : { kind: 'connecting', name: busy.name };
}

export function failureNote(error: unknown): InterfaceNote {
  const { code, message } = reportFailure(error);
  return { kind: 'failed', code, message };
}

export function reportFailure(error: unknown): FailureReport {
  if (!(error instanceof WebbootError)) {
    return { code: 'bug', stage: 'select', message: String(error) };
  }
  const { code, message, subject, remedy } = error;
  return {
    code,
    stage: 'select',
    message,
    ...defined({ subject, remedy }),
  };
}
