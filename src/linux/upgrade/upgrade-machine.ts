import type { UpgradeMachine } from '../../ports/upgrade.ts';
import { checkpoints } from './checkpoints.ts';
import { earlyNetwork } from './early-network.ts';
import { engines } from './engines.ts';
import { networkLock } from './network-lock.ts';
import { nextBoot } from './next-boot.ts';
import { otherServices } from './other-services.ts';
import { readCarried } from './read-carried.ts';
import { readUpgradeHost } from './read-host.ts';
import { restoring } from './restore-stage.ts';
import { preparedUnits, upgradeSetup } from './setup.ts';
import { unitControl } from './unit-control.ts';

/** This machine, to be carried over a kernel change. */
export const upgradeMachine: UpgradeMachine = {
  preparedUnits,
  units: readCarried,
  host: readUpgradeHost,
  ...upgradeSetup,
  ...checkpoints,
  ...engines,
  ...unitControl,
  ...otherServices,
  ...earlyNetwork,
  ...restoring,
  ...networkLock,
  ...nextBoot,
};
