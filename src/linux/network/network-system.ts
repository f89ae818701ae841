import type { NetworkCertificates } from '../../core/network/handed-network.ts';
import type { IpSettings } from '../../core/network/ip-parameter.ts';
import type { WifiProfile } from '../../core/network/wifi.ts';
import { areDriversLoaded } from '../waiting-drivers.ts';
import { configureAddresses, dropAddresses } from './addresses.ts';
import { readCertificates } from './certificates.ts';
import { type InterfaceFacts, listInterfaces } from './interfaces.ts';
import { bringLinkUp } from './link.ts';
import { readMissingFirmware } from './missing-firmware.ts';
import { overrideNameServers } from './name-servers.ts';
import { startRdnssd } from './rdnssd.ts';
import { addVlan, removeVlan } from './vlan.ts';

/** Everything that webboot's network reads of this machine and does to it; a test brings its own. */
export interface NetworkSystem {
  listInterfaces(): Promise<readonly InterfaceFacts[]>;
  /** Throws `no-link`. */
  bringLinkUp(name: string, signal: AbortSignal): Promise<void>;
  /** Throws `no-lease`. */
  configureAddresses(device: string, settings: IpSettings, signal: AbortSignal): Promise<void>;
  dropAddresses(name: string): Promise<void>;
  /** Resolves to the VLAN's device. */
  addVlan(parent: string, id: number): Promise<string>;
  removeVlan(parent: string, id: number): Promise<void>;
  /** Puts name servers in the place of those that networks give. */
  overrideNameServers(addresses: readonly string[]): Promise<void>;
  /** Starts to hear the name servers in router advertisements. */
  startRdnssd(): void;
  readCertificates(profile: WifiProfile | undefined): Promise<NetworkCertificates>;
  readMissingFirmware(): Promise<readonly string[]>;
  areDriversLoaded(): Promise<boolean>;
}

export const networkSystem: NetworkSystem = {
  listInterfaces,
  bringLinkUp,
  configureAddresses,
  dropAddresses,
  addVlan,
  removeVlan,
  overrideNameServers,
  startRdnssd,
  readCertificates,
  readMissingFirmware,
  areDriversLoaded,
};
