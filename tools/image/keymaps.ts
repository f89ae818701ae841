import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { keymaps } from '../../src/core/settings/keymaps.ts';
import { WebbootError } from '../../src/errors.ts';
import { filesBelow } from '../bundle/inputs.ts';

/**
 * Compiles the layouts of console-data's unpacked package to the form that busybox's loadkmap
 * takes; the image has no compiler for them. Throws 'host-tool-missing' without loadkeys.
 */
export async function writeKeymaps(tree: string, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const files = await filesBelow(join(tree, 'usr/share/keymaps/i386'));
  for (const { name } of keymaps) {
    const source = files.find((file) => basename(file) === `${name}.kmap.gz`);
    if (source === undefined) throw failed(name, 'console-data has no such layout');
    await writeFile(join(directory, `${name}.bmap`), await compile(name, source));
  }
}

async function compile(name: string, source: string): Promise<Uint8Array> {
  const result = await execa('loadkeys', ['--bkeymap', '--unicode', source], {
    encoding: 'buffer',
    reject: false,
    stripFinalNewline: false,
  });
  if (result.code === 'ENOENT') {
    throw new WebbootError('host-tool-missing', 'The program loadkeys is not installed.', {
      subject: 'loadkeys',
      remedy: 'Install it with apt-get install kbd.',
    });
  }
  if (result.exitCode !== 0) throw failed(name, Buffer.from(result.stderr).toString());
  return result.stdout;
}

function failed(name: string, reason: string): WebbootError {
  return new WebbootError('build-failed', `The keymap ${name} cannot be compiled: ${reason}`, {
    subject: name,
    remedy: 'Compare src/core/settings/keymaps.ts with the package console-data.',
  });
}
