import { writeFile } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { drawnConsoles, frameName } from './drawn-consoles.ts';
import { drawFirstFrames } from './menu-beginning.ts';

// Comes to the menu's first frame as the image does. Leaves V8's code cache of what that took; with arguments
// `FILE ARCHITECTURE`, the frames instead, for all consoles that are drawn ahead, as JSON by their names.
const [file, arch] = process.argv.slice(2);
if (file === undefined) {
  await drawFirstFrames(drawnConsoles.slice(0, 2), 'x86_64');
  flushCompileCache();
} else {
  const frames = await drawFirstFrames(drawnConsoles, arch === 'aarch64' ? arch : 'x86_64');
  const names = drawnConsoles.map(frameName);
  await writeFile(file, JSON.stringify(frames.map((frame, index) => [names[index], frame])));
}
process.exit();
