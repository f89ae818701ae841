import { buildImage } from '../image/build.ts';
import { parseImageArguments, usage } from '../image/options.ts';
import { builtArchitectures } from '../kernel/built-kernel.ts';
import { reportingErrors } from '../shared/report-error.ts';
import { buildStick } from '../stick/build.ts';
import { stickUsage, takeStickArguments } from '../stick/options.ts';

/** `npm run image`: makes the kernel and the initramfs that boot into webboot, and sticks of them. */
await reportingErrors(async () => {
  const { stick, rest } = takeStickArguments(process.argv.slice(2));
  // Sticks are for hardware; what is given later on the command line counts.
  const built = stick === undefined ? await builtArchitectures() : undefined;
  const options = parseImageArguments(
    stick === undefined ? rest : ['--flavour', 'generic', ...rest],
    (arch) => (built?.has(arch) ? 'built' : 'cloud'),
  );
  if (options === 'help') process.stdout.write(`${usage}${stickUsage}`);
  else if (stick === undefined) await buildImage(options);
  else await buildStick(options, stick);
});
