import { type CountingClient, untilCounterAnswers } from '../../helpers/counting-client.ts';
import { between, type Moment } from '../../helpers/moment.ts';
import { type UpgradeMachineRun, upgradeTo } from '../../helpers/upgrade-machine.ts';
import type { SoakOutcome } from '../cases.ts';
import { all, cameThrough, momentText, newest } from './in-guest.ts';
import { callWitnesses } from './witnesses.ts';

/** Everything at once, and then a plain restart of the same machine for comparison. */
export async function carryAll(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run(`webboot upgrade prepare --lift-sandbox ${all.join(' ')}`);
  await machine.run('systemctl restart web postgresql@17-main redis-server');
  const witnesses = await callWitnesses(machine);
  const client = await machine.connect();
  await machine.run(loudShutdown);
  machine.send(upgradeTo(newest(machine)));
  await machine.sees(/^dump \.\.\.$/m);
  witnesses.askNow();
  const came = await cameThrough(machine);
  const lost = await witnesses.lost();
  witnesses.close();
  return compare(machine, client, came, lost);
}

const leftOnDisk = 'ls -A /var/lib/webboot/upgrade';
const leftInMemory =
  'mount | grep webboot-checkpoints || { mount /dev/pmem0 /mnt && ls -A /mnt | grep -v lost+found; }';

export function carryThree(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  return carrySome(machine, '', leftOnDisk);
}

/** The checkpoints in memory that the next kernel leaves alone. */
export function carryInMemory(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  return carrySome(machine, '--to /dev/pmem0', leftInMemory);
}

async function carrySome(
  machine: UpgradeMachineRun,
  option: string,
  whatIsLeft: string,
): Promise<SoakOutcome> {
  await machine.run('webboot upgrade prepare counter pipe nginx');
  const client = await machine.connect();
  await machine.run(loudShutdown);
  machine.send(upgradeTo(newest(machine), option));
  const came = await cameThrough(machine);
  const left = await machine.run(whatIsLeft);
  const lost = [
    ...(left.status === 0 ? ['the checkpoints are still there'] : []),
    ...(client.ended === undefined ? client.lost : [client.ended]),
  ];
  return compare(machine, client, came, lost);
}

async function compare(
  machine: UpgradeMachineRun,
  client: CountingClient,
  { text, restored, freeze }: Awaited<ReturnType<typeof cameThrough>>,
  lost: readonly string[],
): Promise<SoakOutcome> {
  const silence = client.longestSilence;
  client.close();
  await machine.run(bootTimes);
  // criu has given the units a time namespace.
  const again = await machine.run(upgradeTo(newest(machine), '--dry-run'));
  const restart = await plainRestart(machine);
  const ratio = (part: keyof Moment) => (silence[part] / restart[part]).toFixed(2);
  return {
    ok: restored && lost.length === 0 && again.status === 0,
    cells: [
      `${text}; ${lost.length === 0 ? 'nothing lost' : `LOST: ${lost.join('; ')}`}; to be carried again: exit status ${again.status}`,
      `${freeze}; client: ${momentText(silence)}`,
      `${momentText(restart)}; freeze : restart ${ratio('ms')}, by processors ${ratio('processorMs')}`,
    ],
  };
}

/** For the console that is kept: when the old system was at what. */
const loudShutdown = 'echo 7 >/proc/sys/kernel/printk';
/** The same of the next boot. */
const bootTimes =
  'dmesg | grep -E "Linux version|Freeing initrd|Run /init|EXT4-fs|systemd.* running in|systemd.*Hostname|systemd.*(Starting|Finished|Reached) " | head -n 60; cat /run/webboot-upgrade/marks; pgrep systemd-journal; cat /proc/$(systemctl show -P MainPID counter)/timens_offsets';

/** How long the counter does not answer when the machine restarts. */
async function plainRestart(machine: UpgradeMachineRun): Promise<Moment> {
  const client = await machine.connect();
  machine.send('systemctl reboot');
  await client.closed;
  const { heard } = client;
  await untilCounterAnswers(machine.ports.counter);
  const silence = between(heard, machine.now());
  await machine.login();
  return silence;
}
