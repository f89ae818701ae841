import { readdir, readFile, readlink } from 'node:fs/promises';
import { mappedName } from '../../formats/proc/mapped-name.ts';

/** What the descriptors of a process lead to ("/run/nginx.pid", "socket:[15416]"), and what it has mapped. */
export async function openFilesOf(
  pid: number,
): Promise<{ readonly targets: readonly string[]; readonly mapped: readonly string[] }> {
  const folder = `/proc/${pid}`;
  const [descriptors, maps] = await Promise.all([
    readdir(`${folder}/fd`).catch(() => []),
    readFile(`${folder}/maps`, 'utf8').catch(() => ''),
  ]);
  const links = [...descriptors.map((name) => `fd/${name}`), 'exe', 'cwd', 'root'];
  const targets = await Promise.all(
    links.map((name) => readlink(`${folder}/${name}`).catch(() => '')),
  );
  return { targets, mapped: maps.split('\n').flatMap((line) => mappedName(line) ?? []) };
}
