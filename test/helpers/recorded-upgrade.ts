import type { ArmedUpgrade } from '../../src/core/upgrade/armed.ts';
import type { UnitFacts, UpgradeHost } from '../../src/core/upgrade/unit-facts.ts';
import type { UpgradeRecord } from '../../src/core/upgrade/upgrade-record.ts';
import { CutOffError, WebbootError } from '../../src/errors.ts';
import type { NextBoot, UpgradeMachine } from '../../src/ports/upgrade.ts';
import { unitFacts, upgradeHost } from './unit-facts.ts';

export interface RecordedUpgrade extends UpgradeMachine {
  /** What was asked of it, in order: "dump nginx.service". */
  readonly acts: string[];
  readonly woken: string[];
  readonly kept: UpgradeRecord[];
  readonly armedWith: ArmedUpgrade[];
}

interface Given {
  readonly units?: readonly UnitFacts[];
  readonly host?: Partial<UpgradeHost>;
  /** The act that fails: "dump web.service", "lock". */
  readonly fails?: string;
  /** Bytes of each pre-dump in turn; undefined if nothing can be copied ahead. */
  readonly preDumps?: readonly (number | undefined)[];
  /** Units that are dead once they were dumped, and cannot be restored in place. */
  readonly unrestorable?: readonly string[];
  readonly found?: Awaited<ReturnType<NextBoot['found']>>;
  readonly active?: readonly string[];
  readonly leftOver?: string;
  /** Units whose dump is cut off. */
  readonly cutOff?: readonly string[];
}

/** A machine that does as it is told, and writes it down. */
export function recordedUpgrade(given: Given = {}): RecordedUpgrade {
  const units = given.units ?? [unitFacts()];
  const acts: string[] = [];
  const woken: string[] = [];
  const kept: UpgradeRecord[] = [];
  const armedWith: ArmedUpgrade[] = [];
  const dead = new Set<string>();
  const sizes = [...(given.preDumps ?? [])];
  const act = async (text: string) => {
    acts.push(text);
    if (text === given.fails) {
      throw new WebbootError('checkpoint-failed', `No: ${text}.`, { remedy: 'None.' });
    }
  };
  const unitOf = (path: string) => path.split('/').at(-2) ?? '';
  return {
    acts,
    woken,
    kept,
    armedWith,
    preparedUnits: async () => units.map(({ name }) => name),
    units: async (names) => units.filter(({ name }) => names.includes(name)),
    host: async ({ target }) => upgradeHost({ ...given.host, ...(target && { target }) }),
    prepare: async (optIns) => act(`prepare ${optIns.map(({ unit }) => unit).join(' ')}`),
    unprepare: async (names) => names,
    open: () => act('open'),
    preDump: async ({ images }) => {
      await act(`pre-dump ${unitOf(images)}`);
      return sizes.length > 0 ? sizes.shift() : 0;
    },
    dump: async ({ images }, afterwards) => {
      const unit = unitOf(images);
      if (afterwards === 'killed') dead.add(unit);
      await act(`dump ${unit}`);
      if (given.cutOff?.includes(unit))
        throw new CutOffError('checkpoint-failed', `${unit}: killed.`);
    },
    runtimeFiles: async () => [],
    saveRuntimeFiles: () => act('save'),
    stopOthers: async () => {
      await act('stop others');
      return ['cron.service'];
    },
    startAgain: (names) => act(`start again ${names.join(' ')}`),
    stageFor: async () => ({ stage: 'first' }),
    earlyNetwork: async () => '',
    write: async () => {},
    verify: async ({ images }) => {
      await act(`verify ${unitOf(images)}`);
      return 1;
    },
    sync: async () => {},
    wipe: () => act('wipe'),
    leftOver: async () => given.leftOver,
    shield: () => act('shield'),
    unshield: () => act('unshield'),
    wake: async (name) => void woken.push(name),
    restoreHere: async (name) => {
      await act(`restore ${name}`);
      return given.unrestorable?.includes(name) !== true;
    },
    startAfresh: async (name) => {
      await act(`start ${name}`);
      return true;
    },
    isActive: async (name) => given.active?.includes(name) ?? !dead.has(name),
    lock: () => act('lock'),
    unlock: () => act('unlock'),
    arm: async (upgrade) => {
      await act('arm');
      armedWith.push(upgrade);
    },
    disarm: () => act('disarm'),
    pidLimit: async () => 32_768,
    found: async () => given.found,
    keep: async (record) => void kept.push(record),
    last: async () => kept.at(-1),
    jump: () => act('jump'),
  };
}
