import { type LanguageCode, languageCodes } from '../../src/core/languages/languages.ts';
import type { ConsoleSize } from '../../src/tui/console/console.ts';

/** A console that the menu's first frame is drawn for when an image is built. */
export interface DrawnConsole extends ConsoleSize {
  readonly charset: 'ascii' | 'cp437';
}

/** What is taken for a serial line, which does not say how large its terminal is. */
const serialLine: DrawnConsole = { charset: 'ascii', columns: 80, rows: 24 };

/** In pixels: of the firmware's frame buffer, and of panels and virtual screens. */
const resolutions = [
  ...[[640, 480] as const, [800, 600] as const, [1024, 768] as const, [1152, 864] as const],
  ...[[1280, 720] as const, [1280, 768] as const, [1280, 800] as const, [1280, 1024] as const],
  ...[[1360, 768] as const, [1440, 900] as const, [1600, 900] as const, [1600, 1200] as const],
  ...[[1680, 1050] as const, [1920, 1080] as const, [1920, 1200] as const, [2560, 1440] as const],
];
/** The kernel's font; the larger one is its choice for dense screens. */
const fonts = [
  { width: 8, height: 16 },
  { width: 16, height: 32 },
];
/** As small as the layout is made for. */
const isShown = ({ columns, rows }: ConsoleSize) => columns >= 80 && rows >= 24;

/** A console of any other size stays empty until Node draws on it. */
export const drawnConsoles: readonly DrawnConsole[] = [
  serialLine,
  // Text mode.
  { charset: 'cp437', columns: 80, rows: 25 },
  ...fonts.flatMap(({ width, height }) =>
    resolutions
      .map(([x, y]): DrawnConsole => {
        return { charset: 'cp437', columns: Math.floor(x / width), rows: Math.floor(y / height) };
      })
      .filter(isShown),
  ),
];

/** Without any words, for a start whose language only the settings on the stick tell. */
export const wordless = 'any';

export type FrameLanguage = LanguageCode | typeof wordless;

export const frameLanguages: readonly FrameLanguage[] = [...languageCodes, wordless];

/** The frame's file below /webboot/frames; initramfs/init.sh looks for it by the same name. */
export function frameName(
  { charset, columns, rows }: DrawnConsole,
  language: FrameLanguage = 'en',
): string {
  return `${language}-${charset}-${columns}x${rows}`;
}
