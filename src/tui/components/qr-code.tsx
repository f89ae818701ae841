import type { View } from './view.ts';
import { Words } from './words.tsx';

/**
 * A QR code, dark on light whatever the console's colours are: half blocks, two rows of modules
 * a line; in ASCII two columns a module, drawn by inverse spaces alone.
 */
export function QrCode({
  modules,
  charset,
}: {
  readonly modules: readonly (readonly boolean[])[];
  readonly charset: View['charset'];
}) {
  const lines = charset === 'ascii' ? doubleSpaces(modules) : halfBlocks(modules);
  return lines.map((runs, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
    <Words key={row} wrap="truncate">
      {runs.map(({ text, inverse }, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: runs have no identity but their place
        <Words key={column} inverse={inverse}>
          {text}
        </Words>
      ))}
    </Words>
  ));
}

interface Run {
  readonly text: string;
  readonly inverse: boolean;
}

/** On an inverse ground (light), the drawn half is dark. */
function halfBlocks(modules: readonly (readonly boolean[])[]): readonly (readonly Run[])[] {
  return modules
    .filter((_, row) => row % 2 === 0)
    .map((upper, index) => {
      const lower = modules[index * 2 + 1];
      const text = upper.map((dark, column) => {
        // Below the last row nothing is drawn: light, as the border is.
        const darkBelow = lower?.[column] ?? false;
        if (dark) return darkBelow ? '█' : '▀';
        return darkBelow ? '▄' : ' ';
      });
      return [{ text: text.join(''), inverse: true }];
    });
}

/** Two columns a module: a run of dark ones is plain spaces, a run of light ones inverse. */
function doubleSpaces(modules: readonly (readonly boolean[])[]): readonly (readonly Run[])[] {
  return modules.map((row) => {
    const runs: Run[] = [];
    for (const dark of row) {
      const last = runs.at(-1);
      const continues = last?.inverse === !dark;
      if (continues) runs.pop();
      runs.push({ text: `${continues ? last.text : ''}  `, inverse: !dark });
    }
    return runs;
  });
}
