import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import type { Network } from '../../src/ports/network.ts';
import { projectDirectory } from '../shared/paths.ts';

/** Lists in the form that the real servers give them, with names of 2026, by host and path. */
const directory = join(projectDirectory, 'test/fixtures/servers');

/** Servers that answer with what is stored for their addresses, and with 404 to all else. */
export function storedAnswers(): Pick<Network, 'fetchSmall'> {
  return {
    fetchSmall: async (urls) => {
      for (const url of urls) {
        const bytes = await readFile(fileOf(url)).catch(() => undefined);
        if (bytes !== undefined) return { url, bytes };
      }
      throw new WebbootError(
        'http-status',
        `Nothing is stored for ${urls.join(', ')}. Store the server's answer in ${urls.map((url) => relative(projectDirectory, fileOf(url))).join(' or ')}.`,
        {
          subject: urls[0],
          remedy: 'See “Try it” in docs/adding-a-distro.md.',
        },
      );
    },
  };
}

function fileOf(url: string): string {
  const { host, pathname, search } = new URL(url);
  const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
  return join(directory, host, `${path}${search.replace('?', '--').replaceAll('/', '_')}`);
}
