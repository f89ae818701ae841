import { flushCompileCache } from 'node:module';
import { drawnConsoles } from './drawn-consoles.ts';
import { beginMenu } from './menu-beginning.ts';

// Comes to the menu's first frame as the image does, and leaves V8's code cache of what that took.
await beginMenu(drawnConsoles.slice(0, 2), 'x86_64');
flushCompileCache();
process.exit();
