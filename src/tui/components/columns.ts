/** Cut or padded to exactly `width` characters. */
export function cell(text: string, width: number): string {
  if (width <= 0) return '';
  const characters = [...text];
  if (characters.length <= width) return text + ' '.repeat(width - characters.length);
  return width < 4
    ? characters.slice(0, width).join('')
    : `${characters.slice(0, width - 2).join('')}..`;
}
