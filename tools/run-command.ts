import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../src/errors.ts';
import { ensureHostPackages } from './host/ensure-host-packages.ts';
import type { HostPurpose } from './host/host-packages.ts';
import { machinesOf } from './host/machines-of.ts';
import { projectDirectory } from './shared/paths.ts';
import { reportingErrors } from './shared/report-error.ts';

/** What each command needs of the host, next to the npm packages. */
const needs: Readonly<Record<string, readonly HostPurpose[]>> = {
  start: ['image', 'live-iso', 'qemu'],
  test: ['image', 'live-iso', 'qemu', 'test'],
  image: ['image', 'stick'],
  kernel: ['kernel'],
  write: [],
  smoke: ['image', 'qemu'],
  bench: ['image', 'live-iso', 'qemu', 'test'],
  fuzz: ['test'],
  soak: ['image', 'live-iso', 'stick', 'qemu', 'test'],
  catalogue: [],
  manual: [],
  release: ['image', 'stick', 'release'],
  screenshot: [],
};

/** `tools/run.mjs` ends here: prepares the host and becomes the command. */
await reportingErrors(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  const purposes = needs[name];
  const file = join(projectDirectory, 'tools', 'commands', `${name}.ts`);
  const missing = await access(file).then(
    () => false,
    () => true,
  );
  if (purposes === undefined || missing) {
    throw new WebbootError('usage', `Unknown command "${name}".`, {
      remedy: `Choose one of ${Object.keys(needs).join(', ')}.`,
    });
  }
  await ensureHostPackages(purposes, machinesOf(name, args));
  process.argv = [process.execPath, file, ...args];
  await import(file);
});
