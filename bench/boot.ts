import { timeline } from './parts/guest-runs.ts';
import type { BenchReport } from './parts/report.ts';
import { add, differences, series } from './parts/series.ts';
import { withGuests } from './parts/with-guests.ts';

const runs = 3;
/** What is downloaded: the demo with padding. */
const isoBytes = 202e6;
const kernel = /Linux version/;
const login = /login:/;

/** From power-on to a live system over the network without a person, next to shell scripts and a CD. */
export function run(): Promise<BenchReport> {
  return withGuests(
    async (guests) => {
      const wget = series("wget, sha256sum: power-on to the target kernel's first line");
      const curl = series("curl, tee, sha256sum: power-on to the target kernel's first line");
      const webboot = series("webboot: power-on to the target kernel's first line");
      const directLogin = series("direct boot from a CD drive, kernel's first line to login");
      const jump = series("webboot: selection to the target kernel's first line");
      const bootLogin = series("target kernel's first line to login");
      const whole = series('webboot: selection to login');
      // In turns, so that what else the machine does meets all of them.
      for (let round = 0; round < runs; round += 1) {
        // The first kernel's own first line is not meant.
        const verified = /the script has verified the image/;
        add([wget], (await timeline(guests.script.wget, [verified, kernel])).slice(1));
        add([curl], (await timeline(guests.script.curl, [verified, kernel])).slice(1));
        const boot = await timeline(guests.automatic, [/"stage":"select"/, kernel, login]);
        add([webboot], boot.slice(1));
        add([jump, bootLogin], differences(boot));
        add([whole], [(boot[2] ?? 0) - (boot[0] ?? 0)]);
        add([directLogin], differences(await timeline(guests.direct, [kernel, login])));
      }
      return {
        title: `boot in QEMU of a signed ISO of ${isoBytes / 1e6} MB (medians of ${runs})`,
        rows: [
          wget,
          { ...curl, baseline: wget },
          { ...webboot, baseline: wget, limit: 1 },
          directLogin,
          jump,
          { ...bootLogin, baseline: directLogin },
          { ...whole, baseline: directLogin },
        ],
        notes: [],
      };
    },
    { isoBytes },
  );
}
