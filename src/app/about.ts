import { release } from 'node:os';
import { version } from '../build-info.ts';
import { readImageManifest } from '../linux/image-manifest.ts';
import type { AboutSection } from '../menu/model/state.ts';

/** What this webboot is made of, for the menu's page about it. */
export async function readAbout(): Promise<readonly AboutSection[]> {
  const program = {
    title: 'This program',
    lines: [`webboot ${version}`, `Node ${process.versions.node}`, `Linux ${release()}`],
  };
  const manifest = await readImageManifest();
  if (manifest === undefined) return [program];
  const { flavour, built, catalogueVersion, packages } = manifest;
  const purpose = flavour === 'cloud' ? 'for virtual machines' : 'for hardware';
  return [
    program,
    {
      title: 'Its image',
      lines: [
        `${purpose} (${flavour}), of ${built.slice(0, 10)}`,
        ...(catalogueVersion === undefined ? [] : [`catalogue ${catalogueVersion}`]),
      ],
    },
    { title: 'Packages in it', lines: packages.map(({ name, version: of }) => `${name} ${of}`) },
  ];
}
