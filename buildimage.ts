import { exitStatus, WebbootError } from './src/errors.ts';
import { buildImage } from './tools/image/build.ts';
import { parseImageArguments, usage } from './tools/image/options.ts';

/** `npm run image`: makes the kernel and the initramfs that boot into webboot. */
try {
  const options = parseImageArguments(process.argv.slice(2));
  if (options === 'help') process.stdout.write(usage);
  else await buildImage(options);
} catch (error) {
  if (!(error instanceof WebbootError)) throw error;
  process.stderr.write(`webboot: ${error.message}\n`);
  if (error.remedy !== undefined) process.stderr.write(`  try: ${error.remedy}\n`);
  process.exitCode = exitStatus[error.code];
}
