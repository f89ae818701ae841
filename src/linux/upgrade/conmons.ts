import { readdir, readFile, stat } from 'node:fs/promises';
import { type ConmonArguments, parseConmonArguments } from '../../formats/proc/conmon-arguments.ts';
import { controlGroupOf } from './read-process.ts';

/** A conmon that runs: there is one for each container of podman, whoever started it. */
export interface Conmon extends ConmonArguments {
  readonly pid: number;
  /** Number of the user that it runs as. */
  readonly user: number;
  /** The service in whose control group it is; empty for none. */
  readonly service: string;
}

/** By /proc alone: it does not depend on what podman says. */
export async function readConmons(): Promise<readonly Conmon[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(pids.map((pid) => readConmon(Number(pid))))).flatMap(
    (conmon) => conmon ?? [],
  );
}

async function readConmon(pid: number): Promise<Conmon | undefined> {
  const folder = `/proc/${pid}`;
  const known = parseConmonArguments(await readFile(`${folder}/cmdline`, 'utf8').catch(() => ''));
  if (known === undefined) return undefined;
  const owner = await stat(folder).catch(() => undefined);
  // It has ended.
  if (owner === undefined) return undefined;
  return { ...known, pid, user: owner.uid, service: serviceOfGroup(await controlGroupOf(pid)) };
}

/** "/system.slice/web.service/runtime" is a part of web.service; a scope is none. */
export function serviceOfGroup(group: string): string {
  return group.split('/').find((part) => part.endsWith('.service')) ?? '';
}
