import { execa } from 'execa';
import { openIso } from '../../src/formats/iso9660/open-iso.ts';
import type { RandomAccess } from '../../src/ports/random-access.ts';

/** A line a name: `/path d`, `/path 123`, `/path -> target`; sorted. */
export type Listing = readonly string[];

/** What the reader under test says. */
export async function ourListing(image: RandomAccess): Promise<Listing> {
  const lines: string[] = [];
  for await (const entry of (await openIso(image)).walk()) {
    if (entry.kind === 'directory') lines.push(`${entry.path} d`);
    else if (entry.kind === 'symlink') lines.push(`${entry.path} -> ${entry.target}`);
    else lines.push(`${entry.path} ${entry.size}`);
  }
  return lines.sort();
}

/** What xorriso says, by its own Rock Ridge reader. */
export async function xorrisoListing(path: string): Promise<Listing> {
  const options = ['-report_about', 'SORRY', '-indev', path, '-find', '/', '-exec', 'lsdl', '--'];
  const { stdout } = await execa('xorriso', options, { env: { LC_ALL: 'C.UTF-8' } });
  return stdout
    .split('\n')
    .flatMap((line) => {
      const match = /^(.)\S+\s+\S+\s+\S+\s+\S+\s+(\d+) .{12} '(.*)'$/.exec(line);
      if (match === null || match[3] === '/') return [];
      const [, kind, size, quoted = ''] = match;
      const [path = '', target] = quoted.split("' -> '");
      if (kind === 'd') return [`${path} d`];
      return [target === undefined ? `${path} ${size}` : `${path} -> ${target}`];
    })
    .sort();
}

/** What 7-Zip says; it knows no symbolic links in ISO images, and prefers Joliet. */
export async function sevenZipListing(path: string): Promise<Listing> {
  const { stdout } = await execa('7z', ['l', '-slt', '-tiso', path], {
    env: { LC_ALL: 'C.UTF-8' },
  });
  return stdout
    .slice(stdout.indexOf('----------\n'))
    .split('\n\n')
    .flatMap((block) => {
      const field = (name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(block)?.[1];
      const name = field('Path');
      if (name === undefined || name.startsWith('[BOOT]')) return [];
      return [`/${name} ${field('Folder') === '+' ? 'd' : field('Size')}`];
    })
    .sort();
}

/** What isoinfo says, of Rock Ridge's names or of the plain ones; it follows no relocation. */
export async function isoinfoListing(
  path: string,
  names: 'Rock Ridge' | 'plain',
): Promise<Listing> {
  const options = ['-l', ...(names === 'Rock Ridge' ? ['-R'] : []), '-i', path];
  const { stdout } = await execa('isoinfo', options, { env: { LC_ALL: 'C.UTF-8' } });
  return stdout
    .split('Directory listing of ')
    .flatMap((block) => {
      const [directory, ...lines] = block.split('\n');
      return lines.flatMap((line) => {
        const match = /^(.)\S+(?: +\d+){3} +(\d+) .{11} \[.{10}\] {2}(.*?) ?$/.exec(line);
        if (match === null || match[3] === '.' || match[3] === '..') return [];
        const [, kind, size, text = ''] = match;
        const [name = '', target] = text.split(' -> ');
        if (kind === 'd') return [`${directory}${name} d`];
        if (target !== undefined) return [`${directory}${name} -> ${target}`];
        return [`${directory}${name.replace(/\.?;1$/, '')} ${size}`];
      });
    })
    .sort();
}
