import * as v from 'valibot';
import { printable } from '../../core/printable.ts';
import { FormatError } from '../../errors.ts';

const name = v.pipe(v.string(), v.maxLength(300), v.transform(printable));

const list = v.object({
  webboot: v.literal(1),
  images: v.pipe(
    v.array(
      v.object({
        ids: v.pipe(
          v.array(v.pipe(v.string(), v.regex(/^[a-z0-9-]{64,160}$/))),
          v.minLength(1),
          v.maxLength(4),
        ),
        title: name,
        version: name,
        fileName: name,
        bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      }),
    ),
    v.maxLength(256),
  ),
});

/** An image that another machine says it has. */
export type NearImage = v.InferOutput<typeof list>['images'][number];

/** Reads another machine's `/images.json`. Throws FormatError. */
export function parseImagesList(text: string): readonly NearImage[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FormatError('images-list', 0, 'it is not JSON');
  }
  const result = v.safeParse(list, value);
  if (result.success) return result.output.images;
  throw new FormatError('images-list', 0, 'it is not a list of images');
}
