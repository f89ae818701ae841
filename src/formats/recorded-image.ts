import { FormatError } from '../errors.ts';
import { parseJson } from './json.ts';

/** What a boot record says of the image in front of it. */
export interface RecordedImage {
  /** As the catalogue calls it: a name, no path. */
  readonly fileName: string;
  readonly bytes: number;
}

/**
 * Reads it from a boot record's text; undefined for a record of a webboot that did not write it yet.
 * Throws FormatError: the record may be anybody's.
 */
export function parseRecordedImage(text: string): RecordedImage | undefined {
  const record = asObject(parseJson(text, 'boot-record'));
  const { fileName, bytes } = asObject(record.image);
  if (fileName === undefined && bytes === undefined) return undefined;
  const isName = typeof fileName === 'string' && /^[^/\p{Cc}]{1,255}$/u.test(fileName);
  if (isName && typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes > 0) {
    return { fileName, bytes };
  }
  throw new FormatError('boot-record', 0, 'its image has no name or no size');
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
