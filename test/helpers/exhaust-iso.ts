import { openIso } from '../../src/formats/iso9660/open-iso.ts';
import type { RandomAccess } from '../../src/ports/random-access.ts';

/** Opens the image, walks it, and finds, lists and opens whatever the walk named. */
export async function exhaustIso(image: RandomAccess): Promise<readonly string[]> {
  const iso = await openIso(image);
  await iso.partitionTable();
  const paths: string[] = [];
  for await (const entry of iso.walk()) paths.push(entry.path);
  for (const path of paths.slice(0, 50)) {
    await iso.find(path);
    await iso.list(path);
    const file = await iso.open(path);
    await file?.read(0, 100);
  }
  await iso.bootImages();
  return paths;
}
