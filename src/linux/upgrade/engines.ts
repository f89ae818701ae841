import { containerOf } from '../../core/upgrade/container-name.ts';
import type { CarryEngine } from '../../ports/upgrade.ts';
import { createContainerEngine } from './container-engine.ts';
import { unitEngine } from './unit-engine.ts';

const containerEngine = createContainerEngine();

function engineOf(name: string): CarryEngine {
  return containerOf(name) === undefined ? unitEngine : containerEngine;
}

/** Units by criu, containers by podman: each by the engine for its kind. */
export const engines: CarryEngine = {
  preDump: (request) => engineOf(request.unit.name).preDump(request),
  dump: (request, afterwards) => engineOf(request.unit.name).dump(request, afterwards),
  verify: (request) => engineOf(request.unit.name).verify(request),
  restoreHere: (name, directory) => engineOf(name).restoreHere(name, directory),
  startAfresh: (name) => engineOf(name).startAfresh(name),
  wake: (name) => engineOf(name).wake(name),
  isActive: (name) => engineOf(name).isActive(name),
};
