import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type AptState, type Deb, openAptState } from '../debian/apt.ts';
import type { ImageContents } from './options.ts';
import type { ImageProgram } from './packages.ts';
import { suite } from './suite.ts';

/**
 * From Debian's installer, which speaks itself: espeak-ng with ALSA alone, and brltty with all drivers in one
 * program. The packages for installed systems bring PulseAudio and ICU along, ten times the size.
 */
const installerPackages = ['espeakup-udeb', 'espeak-ng-data-udeb', 'brltty-udeb'];

export const installerPrograms: readonly ImageProgram[] = [
  { package: 'espeakup-udeb', path: 'bin/espeakup' },
  { package: 'brltty-udeb', path: 'bin/brltty' },
];

export const soundPrograms: readonly ImageProgram[] = [
  { package: 'alsa-utils', path: 'bin/amixer' },
  { package: 'alsa-utils', path: 'bin/aplay' },
];

/** What the installer's packages name by its own packages of libraries. */
export const installerLibraries: readonly string[] = ['libasound2t64', 'libcap2', 'libexpat1'];

export async function downloadInstallerPackages({
  arch,
  accessibility,
}: ImageContents): Promise<readonly Deb[]> {
  if (accessibility !== true) return [];
  const apt = await openInstaller(arch);
  return apt.download(installerPackages);
}

/**
 * The release by its name, or else by what it is called now: a mirror in the middle of an update has lists that
 * do not fit their signature under one of the two.
 */
async function openInstaller(arch: ImageContents['arch']): Promise<AptState> {
  const components = ['main/debian-installer'] as const;
  const named = await openAptState({ suite, arch, components });
  try {
    await named.update();
    return named;
  } catch (error) {
    const current = await openAptState({ suite: 'stable', arch, components });
    await current.update();
    if ((await current.codename()) !== suite) throw error;
    return current;
  }
}

/** Of espeak-ng's hundred languages those of the menu, with what all of them share. */
const voiceFiles = [
  ...['phontab', 'phonindex', 'phondata', 'intonations'],
  ...['en_dict', 'de_dict', 'lang/gmw/en', 'lang/gmw/en-US', 'lang/gmw/de'],
];

/** Computer braille of the menu's languages; no contractions, which are for prose. */
const brailleFiles = [
  ...['Text/*.tti', 'Text/en*.ttb', 'Text/de*.ttb', 'Attributes/*', 'Contraction/none.ctb'],
  ...['Input/**/*.kt?', 'Keyboard/*'],
];

/** Where brltty finds its tables (initramfs/braille.sh). */
const brailleTables = 'share/brltty';

/** The data of the programs as pairs of a file and its path below /usr. */
export function accessibilityData(
  tree: string,
  libraries: string,
): readonly (readonly [source: string, path: string])[] {
  const voices = `${libraries}/espeak-ng-data`;
  const matching = (directory: string, patterns: readonly string[]) =>
    globSync(patterns, { cwd: join(tree, directory) });
  const alsa = matching('usr/share/alsa', ['alsa.conf', 'cards/*.conf', 'pcm/*.conf', 'ctl/*']);
  const braille = matching('etc/brltty', brailleFiles);
  return [
    ...voiceFiles.map((name) => [join(tree, 'usr', voices, name), join(voices, name)] as const),
    ...alsa.map((name) => [join(tree, 'usr/share/alsa', name), join('share/alsa', name)] as const),
    ...braille.map((name) => [join(tree, 'etc/brltty', name), join(brailleTables, name)] as const),
  ].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
}
