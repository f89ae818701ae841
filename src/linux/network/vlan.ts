import { exists } from '../exists.ts';
import { run } from '../run.ts';
import { ip } from './ip-command.ts';

/** Makes `eth0.10` on `eth0`, where it is not there yet, and starts it; returns its name. */
export async function addVlan(parent: string, id: number): Promise<string> {
  const name = `${parent}.${id}`;
  if (!(await exists(`/sys/class/net/${name}`))) {
    await run('modprobe', ['8021q']);
    await ip(name, ['link', 'add', 'link', parent, 'name', name, 'type', 'vlan', 'id', String(id)]);
  }
  await ip(name, ['link', 'set', name, 'up']);
  return name;
}

/** Takes it away again, with its addresses. */
export async function removeVlan(parent: string, id: number): Promise<void> {
  await run('ip', ['link', 'del', `${parent}.${id}`]);
}
