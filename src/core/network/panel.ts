import type { ErrorCode } from '../error-codes.ts';
import type { FailureReport } from '../plan/boot-event.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import type { WifiProfile, WifiSecurity } from './wifi.ts';

export interface NetworkInterface {
  /** As the kernel calls it now: "eth0", "wlp2s0". */
  readonly name: string;
  readonly kind: 'wired' | 'wireless' | 'other';
  /** The driver's module name; '' where sysfs does not tell. */
  readonly driver: string;
  readonly mac: string;
  readonly link: 'up' | 'down' | 'unknown';
  /** With prefix length: "192.168.1.20/24", "2001:db8::20/64". */
  readonly addresses: readonly string[];
  readonly state: 'idle' | 'connecting' | 'online' | 'failed';
  /** What a connection of it goes by. */
  readonly settings: ConnectionSettings;
  /** The Wi-Fi network that it is online by. */
  readonly joined?: string;
  readonly note?: InterfaceNote;
}

/** What is going on at an interface, or what is wrong with it. */
export type InterfaceNote =
  | { readonly kind: 'waiting-for-address' | 'waiting-for-link' | 'link-down' }
  | { readonly kind: 'joining' | 'joined'; readonly ssid: string }
  /** Another one, such as a VLAN, is on top of it. */
  | { readonly kind: 'carries'; readonly name: string }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

export interface WifiNetwork {
  readonly ssid: string;
  /** 0 to 100. */
  readonly signalPercent: number;
  readonly security: WifiSecurity;
}

/** A Wi-Fi network, in reach or not. */
export type NamedNetwork = Pick<WifiNetwork, 'ssid' | 'security'>;

/** How the machine is connected, in short. */
export type NetworkSummary =
  | { readonly kind: 'starting' | 'looking' | 'none' }
  | { readonly kind: 'connecting'; readonly name: string }
  /** `by`: the address, or the Wi-Fi network; '' if that is not known. */
  | { readonly kind: 'online'; readonly name: string; readonly by: string };

/** Everything that the network screens show; a new object after each change. */
export interface NetworkSnapshot {
  readonly interfaces: readonly NetworkInterface[];
  /** No interface is there yet, and drivers are still being loaded. */
  readonly looking?: true;
  /** For the title bar. */
  readonly summary: NetworkSummary;
  /** Scan results, strongest first, by interface name. */
  readonly wifi: Readonly<Record<string, readonly WifiNetwork[]>>;
  /** Networks that are joined without a question; absent where there is no stick to keep them on. */
  readonly kept?: readonly NamedNetwork[];
  /** What a live system can be given of the network in use: "Wi-Fi Home". */
  readonly handsOn?: string;
  /** Files without which a network card does not come up. */
  readonly missingFirmware?: readonly string[];
  /** The interface that is being scanned. */
  readonly scanning?: string;
  /** The last connect, scan or join that failed. */
  readonly failure?: FailureReport;
}

/** The network as the menu shows and changes it. Failures of the actions end up in the snapshot too. */
export interface NetworkPanel {
  snapshot(): NetworkSnapshot;
  /** Calls `listener` after each change; returns how to stop that. */
  subscribe(listener: () => void): () => void;
  /** Brings a wired interface up and gets it addresses. */
  connect(interfaceName: string, options?: { signal?: AbortSignal }): Promise<void>;
  disconnect(interfaceName: string): Promise<void>;
  /** Settles how it gets to the network, and connects it anew where that is wired. */
  configure(interfaceName: string, settings: ConnectionSettings): Promise<void>;
  scan(interfaceName: string, options?: { signal?: AbortSignal }): Promise<void>;
  join(
    interfaceName: string,
    profile: WifiProfile,
    options?: { signal?: AbortSignal },
  ): Promise<void>;
  joinKept(interfaceName: string, ssid: string): Promise<void>;
  /** Keeps the network that the interface is joined to on the stick, passphrase and all. */
  keep(interfaceName: string): Promise<void>;
  forget(ssid: string): Promise<void>;
}
