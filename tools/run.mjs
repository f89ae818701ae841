// `npm start`, `npm test` and their like: sees that everything is there, then runs tools/commands/NAME.ts
// on the project's own Node. Plain JavaScript: the host's Node may be as old as 20.
import { fileURLToPath } from 'node:url';
import {
  ensureDependencies,
  fail,
  onProjectNode,
  projectNode,
  projectPath,
  run,
} from './host/dependencies.mjs';

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node ${process.versions.node} is too old`, 'Node 20 or newer, from nodejs.org');
}
await ensureDependencies();
process.env.PATH = projectPath();
if (onProjectNode()) {
  await import('./run-command.ts');
} else {
  const command = fileURLToPath(new URL('run-command.ts', import.meta.url));
  process.exitCode = await run(projectNode, [command, ...process.argv.slice(2)]);
}
