import { planEarlyReservation } from './boot/target/early-reservation.ts';
import { parseWebbootParameters } from './core/settings/webboot-parameters.ts';
import { kernelLog } from './linux/consoles.ts';
import { readHostFacts } from './linux/host-facts.ts';
import { restart } from './linux/restart.ts';

// Run by initramfs/init.sh before anything else. It returns when there is nothing to set aside,
// or when that failed: webboot then goes on, and a plan says what is missing.
const host = await readHostFacts();
const plan = planEarlyReservation(host, parseWebbootParameters(host.cmdline));
if (plan !== undefined) {
  await restart(plan, host).catch((error: Error) => kernelLog(error.message));
}
