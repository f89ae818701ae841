import { writeFile } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { drawnConsoles, frameLanguages, frameName } from './drawn-consoles.ts';
import { drawFirstFrames } from './menu-beginning.ts';

// Comes to the menu's first frame as the image does. Leaves V8's code cache of what that took; with arguments
// `FILE ARCHITECTURE`, the frames instead, for all languages and consoles that are drawn ahead, as JSON by their
// names.
const [file, arch] = process.argv.slice(2);
if (file === undefined) {
  await drawFirstFrames(drawnConsoles.slice(0, 2), 'x86_64');
  flushCompileCache();
} else {
  const named: (readonly [string, string])[] = [];
  for (const language of frameLanguages) {
    const machine = arch === 'aarch64' ? arch : 'x86_64';
    const frames = await drawFirstFrames(drawnConsoles, machine, language);
    for (const [index, console] of drawnConsoles.entries()) {
      named.push([frameName(console, language), frames[index] ?? '']);
    }
  }
  await writeFile(file, JSON.stringify(named));
}
process.exit();
