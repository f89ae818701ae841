import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Mirror, startMirror } from '../../tools/mirror/mirror.ts';
import { scratchDirectory } from './isos.ts';
import { type RecordedMachine, recordedMachine } from './recorded-machine.ts';
import { makeSignedIso, type SignedIso } from './signed-iso.ts';

/** What boots of a signed ISO need: the ISO for all of a file's tests, the rest for each. */
export interface SignedRoom {
  /** A folder, removed with the last test. */
  readonly path: string;
  readonly iso: SignedIso;
  /** Serves the ISO's directory. */
  readonly mirror: Mirror;
  readonly machine: RecordedMachine;
}

/** To be called once at the top of a test file; its members are there within the tests. */
export function signedRoom({ mediumBytes }: { readonly mediumBytes: number }): SignedRoom {
  let scratch: Awaited<ReturnType<typeof scratchDirectory>> | undefined;
  let iso: SignedIso | undefined;
  let mirror: Mirror | undefined;
  let machine: RecordedMachine | undefined;
  beforeAll(async () => {
    scratch = await scratchDirectory();
    iso = await makeSignedIso(scratch.path);
  });
  afterAll(() => scratch?.remove());
  beforeEach(async () => {
    mirror = await startMirror(there(iso).directory);
    machine = await recordedMachine({ mediumBytes });
  });
  afterEach(async () => {
    await mirror?.close();
    await machine?.remove();
  });
  return {
    get path() {
      return there(scratch).path;
    },
    get iso() {
      return there(iso);
    },
    get mirror() {
      return there(mirror);
    },
    get machine() {
      return there(machine);
    },
  };
}

function there<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the room is made before the first test');
  return part;
}
