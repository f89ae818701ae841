import { wrapText } from '../../menu/text/wrap.ts';
import { Line, type LineColor } from './line.tsx';
import { bodyColumns, type View } from './view.ts';

/** Text over as many rows as it needs, behind an indent. */
export function Paragraph({
  view,
  text,
  indent = 0,
  color,
  bold = false,
}: {
  readonly view: View;
  readonly text: string;
  readonly indent?: number;
  readonly color?: LineColor;
  readonly bold?: boolean;
}) {
  const lines = wrapText(text, bodyColumns(view) - indent);
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
    <Line key={index} color={color} bold={bold}>
      {' '.repeat(indent) + line}
    </Line>
  ));
}
