import { lockTable } from '../../core/upgrade/places.ts';
import { WebbootError } from '../../errors.ts';
import type { NetworkLock } from '../../ports/upgrade.ts';
import { run } from '../run.ts';

export const networkLock: NetworkLock = {
  async lock(rulesFile) {
    const { exitCode, stderr } = await run('nft', ['-f', rulesFile]);
    if (exitCode === 0) return;
    throw new WebbootError('checkpoint-failed', `The network cannot be locked: ${stderr}.`, {
      subject: rulesFile,
      remedy: 'See whether this kernel has nftables (modprobe nf_tables).',
    });
  },
  async unlock() {
    // Not there is as good.
    await run('nft', ['delete', 'table', 'inet', lockTable]);
  },
};
