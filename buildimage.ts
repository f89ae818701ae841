import { buildImage } from './tools/image/build.ts';
import { parseImageArguments, usage } from './tools/image/options.ts';
import { builtArchitectures } from './tools/kernel/built-kernel.ts';
import { reportingErrors } from './tools/report-error.ts';
import { buildStick } from './tools/stick/build.ts';
import { stickUsage, takeStickArguments } from './tools/stick/options.ts';

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
