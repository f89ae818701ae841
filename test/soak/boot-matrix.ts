import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureLiveIso } from '../../tools/demo/iso.ts';
import { buildDirectory } from '../../tools/paths.ts';
import { runSmoke } from '../../tools/smoke/run-smoke.ts';
import { describeLiveIso, type LiveIsoName, liveIsos } from '../helpers/live-isos.ts';

/**
 * `[NAME]...`: boots every live system of the matrix, or the named ones, to its login; a line of a
 * table for each. What the consoles showed stays in build/matrix. Returns the exit status.
 */
export async function soakBoots(argv: readonly string[]): Promise<number> {
  const names = (Object.keys(liveIsos) as LiveIsoName[]).filter(
    (name) => argv.length === 0 || argv.includes(name),
  );
  const logs = join(buildDirectory, 'matrix');
  await mkdir(logs, { recursive: true });
  let failed = 0;
  console.log('| live system | grafted | login after the jump |\n|---|---|---|');
  for (const name of names) {
    const iso = await ensureLiveIso(name, liveIsos[name]);
    const result = await runSmoke({ iso, expect: /login: /, log: join(logs, `${name}.log`) });
    const notes = result.events.filter(({ type }) => type === 'note');
    const grafted = notes.map((event) => ('text' in event ? event.text : ''));
    const { exec = 0, matched = 0 } = result.seconds;
    const outcome = result.ok
      ? `${Math.round(matched - exec)} s`
      : `no: ${result.stage}, ${result.failure?.message ?? result.message}`;
    const modules = grafted.find((text) => text.startsWith('grafted: '))?.slice(9) ?? 'nothing';
    console.log(`| ${describeLiveIso(name)} | ${modules} | ${outcome} |`);
    if (!result.ok) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}
