import { defined } from '../core/defined.ts';
import type { OwnParts, Span } from '../core/machine/own-files.ts';
import { FormatError } from '../errors.ts';
import { parseJson } from './json.ts';

/** What a boot record says of the image in front of it. */
export interface RecordedImage {
  /** As the catalogue calls it: a name, no path. */
  readonly fileName: string;
  readonly bytes: number;
  /** webboot's own files behind it, if they are there. */
  readonly own?: OwnParts;
}

/**
 * Reads it from a boot record's text; undefined for a record of a webboot that did not write it yet.
 * Throws FormatError: the record may be anybody's.
 */
export function parseRecordedImage(text: string): RecordedImage | undefined {
  const record = asObject(parseJson(text, 'boot-record'));
  const { fileName, bytes } = asObject(record.image);
  const own = parseParts(record.own);
  if (fileName === undefined && bytes === undefined) return undefined;
  const isName = typeof fileName === 'string' && /^[^/\p{Cc}]{1,255}$/u.test(fileName);
  if (isName && typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes > 0) {
    return { fileName, bytes, ...defined({ own }) };
  }
  throw new FormatError('boot-record', 0, 'its image has no name or no size');
}

function parseParts(value: unknown): OwnParts | undefined {
  if (value === undefined) return undefined;
  const { kernel, kernelImage, initramfs, usr, program } = asObject(value);
  return {
    kernel: parseSpan(kernel),
    kernelImage: parseSpan(kernelImage),
    initramfs: parseSpan(initramfs),
    usr: parseSpan(usr),
    program: parseSpan(program),
  };
}

function parseSpan(value: unknown): Span {
  const { start, bytes } = asObject(value);
  if (isCount(start) && isCount(bytes)) return { start, bytes };
  throw new FormatError('boot-record', 0, "a part of webboot's own files has no place");
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
