/**
 * A stable id that is not taken yet: the menu's own where it is one word, else made of the words
 * of it or of the title. Later ones of the same name are numbered from 2.
 */
export function entryId(own: string, title: string, taken: ReadonlySet<string>): string {
  const base = /^[\w.+-]{1,128}$/.test(own) ? own : slug(own === '' ? title : own);
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return id;
}

function slug(text: string): string {
  const words = text
    .toLowerCase()
    .normalize('NFKD')
    .match(/[a-z0-9.]+/g);
  return words?.join('-').slice(0, 128) ?? 'entry';
}
