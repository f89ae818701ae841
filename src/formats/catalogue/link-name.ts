/** The last part of a path or an address; a directory's ends in `/`. Empty where there is none. */
export function lastPart(path: string): string {
  const [plain = ''] = path.split(/[?#]/, 1);
  const end = plain.endsWith('/') ? plain.length - 1 : plain.length;
  const start = end === 0 ? 0 : plain.lastIndexOf('/', end - 1) + 1;
  return end > start ? plain.slice(start) : '';
}

/** A link of an index page as text; as it stands where it cannot be decoded. */
export function decodeLink(link: string): string {
  const text = link.replaceAll('&amp;', '&');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
