import type { ArmedUpgrade } from '../core/upgrade/armed.ts';
import type { Afterwards, DumpRequest } from '../core/upgrade/criu-arguments.ts';
import type { FreezeMarks } from '../core/upgrade/freeze-parts.ts';
import type { OptIn } from '../core/upgrade/opt-in.ts';
import type { RestoreMoment } from '../core/upgrade/restore-stage.ts';
import type { UnitFacts, UpgradeHost } from '../core/upgrade/unit-facts.ts';
import type { UpgradeRecord } from '../core/upgrade/upgrade-record.ts';

/** What an upgrade reads of this machine. */
export interface UpgradeSource {
  /** Names of the units and containers ("container:web") that "prepare" listed. */
  preparedUnits(): Promise<readonly string[]>;
  /** By the names that systemd and podman give them: first the units. Throws `not-permitted`. */
  units(names: readonly string[]): Promise<readonly UnitFacts[]>;
  /** `target` is the next kernel's release; without it the running kernel's. */
  host(options: {
    readonly target: string | undefined;
    readonly directory: string;
  }): Promise<UpgradeHost>;
}

/** What "prepare" leaves on a machine, and "unprepare" takes back. */
export interface UpgradeSetup {
  /** Lists the units, writes their drop-ins, and installs what the next boot needs. */
  prepare(optIns: readonly OptIn[]): Promise<void>;
  /** All of them without names; with the last one goes everything that was installed. */
  unprepare(names: readonly string[]): Promise<readonly string[]>;
}

/** The folder of checkpoints of one upgrade. Each method has a limit in time, and throws `checkpoint-failed`. */
export interface Checkpoints {
  /** An empty folder that only root may read, and whatever makes the first dump quick. */
  open(directory: string): Promise<void>;
  /** Files and folders in memory that the units need, and that go with it. Containers have none. */
  runtimeFiles(units: readonly UnitFacts[]): Promise<readonly string[]>;
  /** Saves them with all that is in them, once nobody changes them any more. */
  saveRuntimeFiles(directory: string, paths: readonly string[]): Promise<void>;
  /** Writes a file of the checkpoints' own. */
  write(path: string, text: string): Promise<void>;
  /** All file systems are written through, or the one that a directory is on. */
  sync(directory?: string): Promise<void>;
  wipe(directory: string): Promise<void>;
  /** The folder of an upgrade that was cut off before the next boot was told of it. */
  leftOver(): Promise<string | undefined>;
}

/** What makes and restores checkpoints of one kind: criu of units, podman of containers. */
export interface CarryEngine {
  /** Returns the bytes that were written; undefined if it can copy nothing ahead. */
  preDump(request: DumpRequest): Promise<number | undefined>;
  /** Throws a CutOffError if criu was ended in the middle. */
  dump(request: DumpRequest, afterwards: Afterwards): Promise<void>;
  /** Bytes of the images; throws if what every checkpoint has is missing or empty. */
  verify(request: DumpRequest): Promise<number>;
  /** Brings it back from the checkpoints in a directory. Whether its processes are the old ones. */
  restoreHere(name: string, directory: string): Promise<boolean>;
  /** Starts it afresh, whatever has become of it. */
  startAfresh(name: string): Promise<boolean>;
  /** Lets processes go on that a checkpoint left stopped when it failed. */
  wake(name: string): Promise<void>;
  isActive(name: string): Promise<boolean>;
}

/** The units, as systemd keeps them; containers among the names are left alone. */
export interface UnitControl {
  /** From now on systemd neither restarts them nor runs their ExecStop= when they die. */
  shield(names: readonly string[]): Promise<void>;
  unshield(names: readonly string[]): Promise<void>;
}

/** Services that are not carried, and need not be stopped while others stand still. */
export interface OtherServices {
  /** Stops them; their names. */
  stopOthers(carried: readonly string[]): Promise<readonly string[]>;
  startAgain(names: readonly string[]): Promise<void>;
}

/** The network as criu's sockets need it, before its manager has started in the next boot. */
export interface EarlyNetwork {
  /** A line for each address and route; empty if the manager would not put up with them. */
  earlyNetwork(): Promise<string>;
}

/** How soon the next boot can restore. */
export interface Restoring {
  /** `runtimeFiles` as `Checkpoints` names them. */
  stageFor(units: readonly UnitFacts[], runtimeFiles: readonly string[]): Promise<RestoreMoment>;
}

/** Drops what comes to and goes from the ports of what is carried. */
export interface NetworkLock {
  lock(rulesFile: string): Promise<void>;
  unlock(): Promise<void>;
}

/** What the next boot is told. */
export interface NextBoot {
  arm(upgrade: ArmedUpgrade): Promise<void>;
  disarm(): Promise<void>;
  pidLimit(): Promise<number>;
  /** What stands armed or half done from before this boot, and which units came back in it. */
  found(): Promise<
    | {
        readonly upgrade: ArmedUpgrade;
        readonly tried: boolean;
        /** Whether the try was in this boot. */
        readonly triedNow: boolean;
        readonly restored: ReadonlySet<string>;
        /** Of this boot. */
        readonly marks: FreezeMarks;
      }
    | undefined
  >;
  keep(record: UpgradeRecord): Promise<void>;
  /** Throws FormatError for one that is damaged. */
  last(): Promise<UpgradeRecord | undefined>;
  /** Ends this system in order, and starts the kernel that is loaded. Returns while it ends. */
  jump(): Promise<void>;
}

/** All that an upgrade acts through. */
export interface UpgradeMachine
  extends UpgradeSource,
    UpgradeSetup,
    Checkpoints,
    CarryEngine,
    UnitControl,
    OtherServices,
    EarlyNetwork,
    Restoring,
    NetworkLock,
    NextBoot {}
