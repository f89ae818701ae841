import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeCommands } from '../../src/app/commands.ts';
import { manualPage } from '../manual/manual-page.ts';
import { projectDirectory } from '../shared/paths.ts';

/** `npm run manual`: writes docs/webboot.8 from what the commands say of themselves. */
await writeFile(join(projectDirectory, 'docs', 'webboot.8'), manualPage(await describeCommands()));
