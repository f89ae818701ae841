import { encode } from 'uqr';
import { bodyRows, type View } from './view.ts';

/** The first of the texts whose QR code can be drawn on this console; undefined if none can. */
export function fittingCode(
  texts: readonly string[],
  view: View,
): { readonly modules: readonly (readonly boolean[])[]; readonly columns: number } | undefined {
  const rows = bodyRows(view);
  const { columns } = view.size;
  for (const text of texts) {
    const { data, size } = encode(text, { ecc: 'L', border: 2 });
    const width = view.charset === 'ascii' ? size * 2 : size;
    const height = view.charset === 'ascii' ? size : Math.ceil(size / 2);
    if (height <= rows && width <= columns) return { modules: data, columns: width };
  }
  return undefined;
}
