import { exitStatus, WebbootError } from './src/errors.ts';
import { buildImage } from './tools/image/build.ts';
import { parseImageArguments, usage } from './tools/image/options.ts';
import { builtArchitectures } from './tools/kernel/built-kernel.ts';
import { buildStick } from './tools/stick/build.ts';
import { stickUsage, takeStickArguments } from './tools/stick/options.ts';

/** `npm run image`: makes the kernel and the initramfs that boot into webboot, and sticks of them. */
try {
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
} catch (error) {
  if (!(error instanceof WebbootError)) throw error;
  process.stderr.write(`webboot: ${error.message}\n`);
  if (error.remedy !== undefined) process.stderr.write(`  try: ${error.remedy}\n`);
  process.exitCode = exitStatus[error.code];
}
