import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectDirectory } from '../../../tools/shared/paths.ts';
import { circlesOf, importsOf, parseImports } from '../../helpers/import-graph.ts';
import { breach, roomOf } from '../../helpers/layers.ts';

const files = globSync('src/**/*.{[cm],}[jt]s{x,}', { cwd: projectDirectory }).toSorted();
const imports = files.flatMap((file) => importsOf(file, projectDirectory));

describe('the layers', () => {
  it('are kept by every import of every file', () => {
    expect(files.length).toBeGreaterThan(400);
    expect(imports.flatMap(({ from, to }) => breach(from, to) ?? [])).toEqual([]);
  });

  it('have a room for every file, whether it imports anything or not', () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
    expect(roomOf('src/elsewhere/new.ts')).toBeUndefined();
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
    ['src/core/cmdline.ts', "import type { Stats } from 'node:fs';"],
    ['src/core/cmdline.ts', "import { type Stats } from 'fs';"],
    ['src/linux/run.ts', "import fs from 'fs';"],
    ['src/core/cmdline.ts', "export type { Network } from '../net/network.ts';"],
    ['src/core/cmdline.ts', "export * as net from '../net/network.ts';"],
    ['src/core/cmdline.ts', "import fs = require('node:fs');"],
    ['src/core/cmdline.ts', "type Fs = typeof import('node:fs');"],
    ['src/core/cmdline.ts', "declare module '../net/network.ts' { const a: 1; }"],
    ['src/core/cmdline.ts', '/// <reference types="node" />'],
    ['src/core/cmdline.ts', '/// <reference path="../net/network.ts" />'],
    ['src/core/cmdline.ts', "import 'ink';"],
    ['src/core/cmdline.ts', "import\n  'ink'"],
    ['src/core/cmdline.mjs', "import 'undici';"],
    ['src/core/cmdline.cjs', "const { fetch } = require('undici');"],
    ['src/core/cmdline.cjs', 'require(`undici`);'],
    ['src/core/cmdline.cjs', "require.resolve('undici');"],
    ['src/core/cmdline.tsx', "const a = <b>import</b>; import 'ink';"],
    ['src/core/cmdline.ts', "import openpgp from 'openpgp/lightweight';"],
    ['src/core/cmdline.ts', "import { Models } from '@tufjs/models/dist/base.js';"],
    ['src/core/cmdline.ts', 'await import(`../net/network.ts`);'],
    ['src/net/network.ts', 'await import(`../$' + '{room}/network.ts`);'],
    ['src/app/start-image.ts', 'await import(name);'],
    ['src/net/network.ts', "await import(far ? '../linux/run.ts' : './retry.ts');"],
    ['src/core/cmdline.ts', "await import(/* why */ 'node:fs');"],
    ['src/linux/run.ts', "import { createRequire } from 'node:module';"],
    ['src/linux/run.ts', "import module from 'node:module';"],
    ['src/core/cmdline.ts', "process.getBuiltinModule('fs');"],
    ['src/linux/run.ts', "process['getBuiltinModule']('fs');"],
    ['src/linux/run.ts', 'const { getBuiltinModule: load } = process;'],
    ['src/core/cmdline.ts', "import.meta.resolve('undici');"],
    ['src/linux/run.ts', "new Worker('./src/net/network.ts');"],
    ['src/linux/run.ts', 'new threads.Worker(file);'],
    ['src/linux/run.ts', 'new Worker(new URL(file, import.meta.url));'],
    ['src/linux/run.ts', 'new Worker(new URL(`../net/network.ts`, import.meta.url));'],
    ['src/app/start-image.ts', "import { check } from '../../tools/shared/paths.ts';"],
    ['src/app/start-image.ts', "import { breach } from '../../test/helpers/layers.ts';"],
    ['src/formats/catalogue/a.ts', "import { a } from '../../../valibot/a.ts';"],
    ['src/app/start-image.ts', "import '../../node_modules/ink/build/index.js';"],
    ['src/app/start-image.ts', "import '/src/core/cmdline.ts';"],
    ['src/app/start-image.ts', "import 'file:///src/core/cmdline.ts';"],
    ['src/app/start-image.ts', "import 'data:text/javascript,1';"],
    ['src/app/start-image.ts', "import '#core/cmdline.ts';"],
    ['src/core/cmdline.ts', "import a from '../elsewhere/a.ts';"],
    ['src/core/cmdline.ts', "import rows from '../../distros/debian.json' with { type: 'json' };"],
  ])('are broken by %s: %s', (path, text) => {
    expect(parseImports(path, text).flatMap(({ to }) => breach(path, to) ?? [])).not.toEqual([]);
  });

  it('count an import wherever it stands, and nothing that only looks like one', () => {
    const text = [
      '// import { a } from "undici";',
      "/* import 'ink'; */",
      'const text = "import \'ink\';" + `require("ink")` + /import "ink"/u.source;',
      "new URL('https://example.org/a.ts'); new URL('../../distros/', import.meta.url);",
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
