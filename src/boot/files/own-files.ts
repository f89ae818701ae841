import { defined } from '../../core/defined.ts';
import type { Expectation } from '../../core/image/trust.ts';
import type { SmallFile } from '../../ports/network.ts';
import { type SignedChecksums, verifyChecksums } from '../../verify/checksums.ts';
import type { Clock } from '../../verify/clock.ts';
import type { Keyring } from '../../verify/keyring.ts';
import { ownPolicy } from '../../verify/own-policy.ts';
import { resolveExpectation } from '../../verify/resolve-expectation.ts';

/** Checksums, a signature and keys that the person gave, in place of a catalogue's row; `url` is each one's path. */
export interface GivenFiles {
  readonly checksums?: SmallFile;
  readonly signature?: SmallFile;
  readonly keys: readonly SmallFile[];
}

/** What an image of that name must satisfy by them, and the keys that may sign it. */
export async function expectationByGiven(
  given: GivenFiles,
  fileName: string,
  clock: Clock,
): Promise<{ readonly expectation: Expectation; readonly keyring: Keyring }> {
  const { policy, keyring } = await policyOf(given);
  const { checksums, signature } = given;
  const expectation = await resolveExpectation({
    policy,
    fileName,
    keyring,
    clock,
    ...defined({ checksums, signature }),
  });
  return { expectation, keyring };
}

/** The digests that are signed; undefined if what is signed is an image itself. */
export async function signedDigests(
  given: GivenFiles,
  clock: Clock,
): Promise<SignedChecksums | undefined> {
  const { policy, keyring } = await policyOf(given);
  if (policy.kind !== 'signed-checksums') return undefined;
  const { checksums, signature } = given;
  return verifyChecksums({ policy, checksums, signature, keyring, clock });
}

function policyOf({ checksums, signature, keys }: GivenFiles): ReturnType<typeof ownPolicy> {
  return ownPolicy({
    ...(checksums === undefined ? {} : { checksums: checksums.bytes }),
    ...(signature === undefined ? {} : { signature: signature.bytes }),
    keys: Object.fromEntries(keys.map(({ url, bytes }) => [url, bytes])),
  });
}
