import { FormatError } from '../errors.ts';

const deepest = 64;

/** Foreign JSON as a value. FormatError for what is none, or is nested deeper than any of ours. */
export function parseJson(text: string, format: string): unknown {
  checkDepth(text, format);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError(format, 0, 'no JSON', { cause });
  }
}

/** `JSON.parse` takes half a second for 8 MB of brackets, in which nothing else has its turn. */
function checkDepth(text: string, format: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) quoted = !quoted;
    else if (quoted) at += code === 0x5c ? 1 : 0;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > deepest) throw new FormatError(format, at, `nested over ${deepest} deep`);
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
}
