import { say } from '../../tools/shared/say.ts';
import type { NetworkOutcome } from '../helpers/network-guest.ts';
import * as scenarios from './network-scenarios.ts';

/** What has to come of each: the download, or a failure's code and words. */
const expected: Readonly<Record<keyof typeof scenarios, RegExp>> = {
  oneCable: /^downloading$/,
  ipv6Only: /^downloading$/,
  usbPhone: /^downloading$/,
  renamed: /^downloading$/,
  lateServer: /^downloading$/,
  fixedAddress: /^downloading$/,
  proxyOnly: /^downloading$/,
  noCable: /^no-link: .*no cable/,
  refusal: /^no-lease: .*refused/,
  noNameServer: /^name-not-resolved: .*gave no name server/,
  portal: /^captive-portal: /,
};

/** `[NAME...]`: networks with a fault each, one after the other. Returns the exit status. */
export async function soakNetworks(argv: readonly string[]): Promise<number> {
  let failed = 0;
  for (const [name, run] of Object.entries(scenarios)) {
    if (argv.length > 0 && !argv.includes(name)) continue;
    // The emulator dies now and then, which is no reason not to run the others.
    const outcome = await run().then(describe, (error: Error) => error.message.slice(-500));
    const wanted = expected[name as keyof typeof scenarios];
    const ok = wanted.test(outcome);
    if (!ok) failed += 1;
    say(`${ok ? 'as expected' : `NOT ${wanted}`}: ${name}: ${outcome}`);
  }
  return failed === 0 ? 0 : 1;
}

function describe(outcome: NetworkOutcome): string {
  if (outcome.kind === 'downloading') return outcome.kind;
  return `${outcome.failure.code}: ${outcome.failure.message}`;
}
