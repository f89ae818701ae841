import type { TextField } from '../../menu/model/text-field.ts';
import { Line } from './line.tsx';
import { Words } from './words.tsx';

/** A text being edited, its cursor drawn inverse; scrolled sideways so that the cursor shows. */
export function Field({
  label,
  field,
  width,
  active = true,
  hidden = false,
}: {
  readonly label: string;
  readonly field: TextField;
  readonly width: number;
  readonly active?: boolean;
  readonly hidden?: boolean;
}) {
  const characters = hidden ? [...field.text].map(() => '*') : [...field.text];
  const room = Math.max(8, width - label.length - 3);
  const start = Math.max(0, field.at - room + 1);
  const before = characters.slice(start, field.at).join('');
  const under = characters[field.at] ?? ' ';
  const after = characters.slice(field.at + 1, start + room).join('');
  return (
    <Line>
      <Words bold>{`${label} `}</Words>
      {start > 0 ? '<' : ' '}
      {before}
      <Words inverse={active}>{under}</Words>
      {after}
    </Line>
  );
}
