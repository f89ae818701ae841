import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inspectTree } from '../../../../src/boot/inspect/inspect-tree.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { openDirectoryTree } from '../../../../src/linux/directory-tree.ts';
import type { FileTree } from '../../../../src/ports/file-tree.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';

// Trees of our own, shaped after the distros' images. Each has what is right in expected.json, which
// was reviewed by hand: `vitest -u` writes it anew, for review.
const directory = fileURLToPath(new URL('../../../fixtures/boot-configs', import.meta.url));
const names = readdirSync(directory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const standIn = new TextEncoder().encode('stand-in for a kernel\n');

describe('the boot configurations of an image', () => {
  it.each(names)('are read as reviewed: %s', async (name) => {
    const tree = withKernels(await openDirectoryTree(join(directory, name, 'tree')));
    const image = { size: 0, volumeId: tree.volumeId, kind: 'directory' } as const;
    const facts = await inspectTree(tree, image);
    const entries = facts.entries.map(({ problem, default: isDefault, source: _, ...entry }) => ({
      ...entry,
      ...(isDefault ? { default: true } : {}),
      ...(problem === undefined ? {} : { problem: problem.text }),
    }));
    const found = {
      family: facts.family,
      entries,
      others: (facts.otherEntries ?? []).map(({ title, reason }) => `${title}: ${reason}`),
      problems: facts.problems.map(({ severity, text }) => `${severity}: ${text}`),
    };
    await expect(`${JSON.stringify(found, undefined, 2)}\n`).toMatchFileSnapshot(
      join(directory, name, 'expected.json'),
    );
  });
});

/** The tree with a kernel in place of each stand-in. */
function withKernels(tree: FileTree): FileTree {
  return {
    ...tree,
    async open(path) {
      const file = await tree.open(path);
      if (file?.size !== standIn.length) return file;
      const bytes = await file.read(0, file.size);
      return Buffer.compare(bytes, standIn) === 0 ? memoryAccess(tinyBzimage()) : file;
    },
  };
}
