import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectDirectory } from '../../../tools/shared/paths.ts';
import { circlesOf, importsOf, parseImports } from '../../helpers/import-graph.ts';
import { breach } from '../../helpers/layers.ts';

const files = globSync('src/**/*.{ts,tsx,mts,mjs,js}', { cwd: projectDirectory }).toSorted();
const imports = files.flatMap((file) => importsOf(file, projectDirectory));

describe('the layers', () => {
  it('are kept by every import of every file', () => {
    expect(files.length).toBeGreaterThan(400);
    expect(imports.flatMap(({ from, to }) => breach(from, to) ?? [])).toEqual([]);
  });

  it('have no circles, types included', () => {
    expect(circlesOf(imports)).toEqual([]);
  });

  it.each([
    ['src/core/plan/plan-boot.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/core/cmdline.ts', "import * as v from 'valibot';"],
    ['src/core/problem.ts', "export { FormatError } from '../errors.ts';"],
    ['src/core/cmdline.ts', "export * from '../formats/iomem.ts';"],
    ['src/formats/iomem.ts', "import fs from 'node:fs';"],
    ['src/formats/cpio/reader.ts', "import { request } from 'undici';"],
    ['src/formats/cpio/reader.ts', "const { run } = await import('../../linux/run.ts');"],
    ['src/verify/clock.ts', "import type { Network } from '../net/network.ts';"],
    ['src/net/network.ts', "import { exec } from 'node:child_process';"],
    ['src/net/network.ts', "import { hostFacts } from '../linux/host-facts.ts';"],
    ['src/linux/run.ts', "import { createNetwork } from '../net/network.ts';"],
    ['src/linux/run.ts', "import { executePlan } from '../boot/run/execute-plan.ts';"],
    ['src/boot/run/execute-plan.ts', "import { run } from '../../linux/run.ts';"],
    ['src/boot/stages/load.ts', "import 'node:fs';"],
    ['src/menu/model/state.ts', "import { Text } from 'ink';"],
    ['src/menu/store.ts', "import { sizeOf } from '../tui/console/console.ts';"],
    ['src/tui/start-tui.ts', "import { realMachine } from '../linux/real-machine.ts';"],
    ['src/cli/list.ts', "import { run } from '../linux/run.ts';"],
    ['src/cli/fetch.ts', "import type { TransportOptions } from '../net/transport-options.ts';"],
    ['src/cli/verify.ts', "const { confirmDigest } = await import('../verify/confirm-digest.ts');"],
    ['src/cli/verify.ts', "import { imageFiles } from '../storage/image-files.ts';"],
    ['src/boot/stages/acquire.ts', "let x: import('../../net/network.ts').Network;"],
    ['src/app/start-image.ts', "const execa = require('execa');"],
    ['src/elsewhere/new.ts', "import { a } from '../core/cmdline.ts';"],
    ['src/linux/run.ts', "new Worker(new URL('../net/network.ts', import.meta.url));"],
  ])('are broken by %s: %s', (path, text) => {
    const [found] = parseImports(path, text);
    expect(found).toBeDefined();
    expect(breach(path, found?.to ?? '')).toBeDefined();
  });

  it('count an import wherever it stands, and nothing that only looks like one', () => {
    const text = [
      '// import { a } from "undici";',
      "/* import 'ink'; */",
      'import {\n  type B,\n} from "./b.ts";',
      "export type { C } from './c.ts';",
      'const d = () => import(\n  "./d.ts"\n);',
    ].join('\n');
    expect(parseImports('src/core/a.ts', text).map(({ to }) => to)).toEqual([
      'src/core/b.ts',
      'src/core/c.ts',
      'src/core/d.ts',
    ]);
  });
});
