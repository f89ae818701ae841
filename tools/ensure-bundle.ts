import { ensureBundle } from './bundle.ts';
import { reportingErrors } from './report-error.ts';

/** Run by bin/webboot.mjs when a source is newer than the command's bundle. */
await reportingErrors(async () => {
  await ensureBundle();
});
