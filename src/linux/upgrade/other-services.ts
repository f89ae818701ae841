import { readFile } from 'node:fs/promises';
import { othersToStop } from '../../core/upgrade/other-services.ts';
import { parseUnitProperties, type UnitProperties } from '../../formats/systemd/unit-properties.ts';
import type { OtherServices } from '../../ports/upgrade.ts';
import { run } from '../run.ts';

/** systemd itself ends a service that does not stop after 90 s. */
const stopMs = 180_000;

/** Lists of units to which the end of this one is passed on (systemd.unit(5)). */
const passedOn = ['RequiredBy', 'RequisiteOf', 'BoundBy', 'ConsistsOf'];

export const otherServices: OtherServices = {
  async stopOthers(carried) {
    const names = await runningServices();
    if (names.length === 0) return [];
    const properties = ['Id', 'DefaultDependencies', ...passedOn].join(',');
    const shown = await run('systemctl', ['show', `--property=${properties}`, '--', ...names]);
    const services = parseUnitProperties(shown.stdout).map(serviceOf);
    const stopped = othersToStop(services, new Set([...carried, ...(await ownServices())]));
    if (stopped.length > 0)
      await run('systemctl', ['stop', '--', ...stopped], { timeoutMs: stopMs });
    return stopped;
  },

  async startAgain(names) {
    if (names.length > 0) await run('systemctl', ['start', '--', ...names], { timeoutMs: stopMs });
  },
};

/** Those with a process: what has done its work and ended would only undo it. */
async function runningServices(): Promise<readonly string[]> {
  const { stdout } = await run('systemctl', [
    ...['list-units', '--type=service', '--state=running', '--plain', '--no-legend', '--full'],
  ]);
  return stdout.split('\n').flatMap((line) => line.split(' ')[0] || []);
}

function serviceOf(unit: UnitProperties) {
  const of = (name: string) => unit.get(name) ?? '';
  return {
    name: of('Id'),
    early: of('DefaultDependencies') === 'no',
    stopsToo: passedOn.flatMap((name) => of(name).split(' ').filter(Boolean)),
  };
}

/** What this process itself is a part of. */
async function ownServices(): Promise<readonly string[]> {
  const groups = await readFile('/proc/self/cgroup', 'utf8');
  return groups.split(/[\n/]/).filter((name) => name.endsWith('.service'));
}
