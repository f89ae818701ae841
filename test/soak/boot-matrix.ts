import { ensureLiveIso } from '../../tools/demo/iso.ts';
import { runSmoke } from '../../tools/smoke/run-smoke.ts';
import { type AlteredIso, alteredIsos, makeAlteredIso } from '../helpers/altered-isos.ts';
import { describeLiveIso, type LiveIsoName, liveIsos } from '../helpers/live-isos.ts';
import { runCases, type Soak, type SoakCase } from './cases.ts';

interface MatrixRow {
  readonly description: string;
  readonly iso: () => Promise<string>;
  /** The code that webboot stops with; a login without. */
  readonly refusal?: string;
}

/** What becomes of an ISO that is not as usual. */
const refusals: Partial<Record<AlteredIso, string>> = {
  'damaged-squashfs': 'modules-missing',
  'other-modules': 'modules-mismatch',
};

const rows: Readonly<Record<string, MatrixRow>> = {
  ...Object.fromEntries(
    (Object.keys(liveIsos) as LiveIsoName[]).map((name) => [
      name,
      { description: describeLiveIso(name), iso: () => ensureLiveIso(name, liveIsos[name]) },
    ]),
  ),
  ...Object.fromEntries(
    (Object.keys(alteredIsos) as AlteredIso[]).map((name) => [
      name,
      {
        description: alteredIsos[name],
        iso: () => makeAlteredIso(name),
        ...(refusals[name] === undefined ? {} : { refusal: refusals[name] }),
      },
    ]),
  ),
};

const soak: Soak = {
  name: 'matrix',
  columns: ['live system', 'grafted', 'login after the jump'],
  cases: Object.entries(rows).map(([name, row]) => ({ name, run: bootOf(row) })),
};

/** `[--fresh] [NAME]...`: boots every live system of the matrix to its login. The exit status. */
export async function soakBoots(argv: readonly string[]): Promise<number> {
  return (await runCases(soak, argv)).status;
}

function bootOf({ description, iso, refusal }: MatrixRow): SoakCase['run'] {
  return async (watch) => {
    const result = await runSmoke({ iso: await iso(), expect: /login: /, onStart: watch });
    const notes = result.events.flatMap((event) => (event.type === 'note' ? [event.text] : []));
    const grafted = notes.find((text) => text.startsWith('grafted: '))?.slice(9) ?? 'nothing';
    const { exec = 0, matched = 0 } = result.seconds;
    const { failure } = result;
    const outcome = result.ok
      ? `${Math.round(matched - exec)} s`
      : `no: ${failure?.code ?? `${result.stage}, ${result.message}`}`;
    const ok = refusal === undefined ? result.ok : failure?.code === refusal;
    return { ok, cells: [description, grafted, outcome] };
  };
}
