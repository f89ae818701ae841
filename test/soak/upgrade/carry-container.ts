import { type UpgradeMachineRun, upgradeTo } from '../../helpers/upgrade-machine.ts';
import type { SoakOutcome } from '../cases.ts';
import { haveContainer } from './container-taken-back.ts';
import { cameThrough, momentText, newest, nothingLeft } from './in-guest.ts';

/** The file is empty for a moment each time that it is written. */
const countCommand =
  'file=$(podman mount web)/count; for try in 1 2 3 4 5; do [ -s $file ] && break; sleep 0.1; done; echo "count $(cat $file)"';
const whyNot =
  'journalctl --boot --no-pager -u "webboot-upgrade*" | tail -n 60; grep -h Error /var/lib/containers/storage/*-containers/*/userdata/*.log';

/** A container of podman next to units: its processes go on counting, and so does a client of it. */
export async function carryContainer(machine: UpgradeMachineRun): Promise<SoakOutcome> {
  await machine.run(haveContainer);
  await machine.run('webboot upgrade prepare pipe nginx container:web');
  const client = await machine.connect();
  const before = await count(machine);
  machine.send(upgradeTo(newest(machine)));
  const came = await cameThrough(machine);
  // For the console that is kept.
  if (!came.restored) await machine.run(whyNot);
  const after = await count(machine);
  const heard = client.received;
  await machine.run('sleep 3; podman ps --all');
  const clean = (await machine.run(nothingLeft)).status === 0;
  const silence = client.longestSilence;
  const lost = [
    ...(after > before && before > 0 ? [] : [`the count, ${before} before and ${after} after`]),
    ...(client.ended === undefined ? client.lost : [client.ended]),
    ...(client.received > heard ? [] : ['the connection is silent']),
    ...(clean ? [] : ['a checkpoint is still there']),
  ];
  client.close();
  // It stays a container that can be carried.
  const again = await machine.run(upgradeTo(newest(machine), '--dry-run'));
  return {
    ok: came.restored && lost.length === 0 && again.status === 0,
    cells: [
      `${came.text}; count ${before} → ${after}; ${lost.length === 0 ? 'nothing lost' : `LOST: ${lost.join('; ')}`}; to be carried again: exit status ${again.status}`,
      `${came.freeze}; client: ${momentText(silence)}`,
    ],
  };
}

async function count({ run }: UpgradeMachineRun): Promise<number> {
  return Number(/^count (\d+)$/m.exec((await run(countCommand)).output)?.[1] ?? 0);
}
