import { reportingErrors } from '../shared/report-error.ts';
import { ensureBundle } from './bundle.ts';

/** Run by bin/webboot.mjs when a source is newer than the command's bundle. */
await reportingErrors(async () => {
  await ensureBundle();
});
