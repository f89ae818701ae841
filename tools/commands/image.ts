import { WebbootError } from '../../src/errors.ts';
import { buildImage } from '../image/build.ts';
import { parseImageArguments, usage } from '../image/options.ts';
import { builtArchitectures } from '../kernel/built-kernel.ts';
import { netbootUsage, takeNetbootArgument } from '../netboot/options.ts';
import { writeNetboot } from '../netboot/write.ts';
import { reportingErrors } from '../shared/report-error.ts';
import { buildStick } from '../stick/build.ts';
import { stickUsage, takeStickArguments } from '../stick/options.ts';

/** `npm run image`: makes the kernel and the initramfs that boot into webboot, and sticks of them. */
await reportingErrors(async () => {
  const { netboot, rest: others } = takeNetbootArgument(process.argv.slice(2));
  const { stick, rest } = takeStickArguments(others);
  if (netboot !== undefined && stick !== undefined) {
    throw new WebbootError('usage', '--netboot cannot be combined with --usb or --iso-out.', {
      remedy: 'Run the command once for each.',
    });
  }
  // Sticks and netboot are for hardware; what is given later on the command line counts.
  const hardware = stick !== undefined || netboot !== undefined;
  const built = hardware ? undefined : await builtArchitectures();
  const options = parseImageArguments(
    hardware ? ['--flavour', 'generic', ...rest] : rest,
    (arch) => (built?.has(arch) ? 'built' : 'cloud'),
  );
  if (options === 'help') process.stdout.write(`${usage}${stickUsage}${netbootUsage}`);
  else if (netboot !== undefined) await writeNetboot(options, netboot);
  else if (stick === undefined) await buildImage(options);
  else await buildStick(options, stick);
});
