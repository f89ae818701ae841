import { type UpgradeMachineRun, upgradeTo } from '../../helpers/upgrade-machine.ts';
import type { SoakOutcome } from '../cases.ts';
import { cameThrough, newest } from './in-guest.ts';

/** A process of the next boot has the PID of a unit already: that one starts afresh, the others do not. */
export async function pidTaken(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter nginx');
  const unit = [
    '[Unit]\\nDefaultDependencies=no\\nBefore=webboot-upgrade-early.service webboot-upgrade-first.service',
    '[Service]\\nType=forking\\nExecStart=/bin/bash /root/taker',
    '[Install]\\nWantedBy=sysinit.target\\n',
  ].join('\\n');
  const script = [
    'last=/proc/sys/kernel/ns_last_pid',
    'read -r old <$last',
    'echo $(( $(</root/taken) - 1 )) >$last',
    'sleep 10000 &',
    'echo $old >$last\\n',
  ].join('\\n');
  await machine.run(
    `systemctl show -P MainPID counter >/root/taken; printf '${script}' >/root/taker; printf '${unit}' >/etc/systemd/system/taker.service; systemctl enable taker`,
  );
  machine.send(upgradeTo(newest(machine)));
  const { text, freeze } = await cameThrough(machine);
  return {
    ok: text === 'arrived: counter restarted, nginx restored',
    cells: [text, freeze],
  };
}

/**
 * A unit that was not prepared for it is refused, and with --accept-restarts the others are carried.
 * What is born under the new kernel does not go back to the old one.
 */
export async function ioUringAndDowngrade(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run('systemctl start web; webboot upgrade prepare counter web');
  const refused = await machine.run(upgradeTo(newest(machine)));
  machine.send(upgradeTo(newest(machine), '--accept-restarts'));
  const { text, freeze } = await cameThrough(machine);
  await machine.run('systemctl start web && systemctl restart counter');
  const [oldest] = machine.kernels;
  if (oldest === undefined) throw new RangeError('the guest has no kernel');
  await machine.run('webboot upgrade unprepare web');
  const back = await machine.run(upgradeTo(oldest));
  const running = await machine.run('systemctl is-active counter && uname -r');
  const [reason = 'none'] = /\[(?:droppable-mapping|rseq)\]/.exec(back.output) ?? [];
  const ring = refused.status === 95 && refused.output.includes('io-uring');
  const there = running.status === 0 && running.output.includes(newest(machine).release);
  return {
    ok:
      ring &&
      text === 'arrived: counter restored' &&
      back.status === 95 &&
      reason !== 'none' &&
      there,
    cells: [
      `io_uring: exit status ${refused.status}; ${text}; downgrade: exit status ${back.status} ${reason}`,
      freeze,
    ],
  };
}
