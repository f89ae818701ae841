/**
 * A stable id that is not taken yet: the menu's own where it is one word, else made of the words
 * of it or of the title. Later ones of the same name are numbered from 2. `taken` holds the ids so
 * far with the last number given out for each, and takes in the new one.
 */
export function entryId(own: string, title: string, taken: Map<string, number>): string {
  const base = /^[\w.+-]{1,128}$/.test(own) ? own : slug(own === '' ? title : own);
  let id = base;
  let number = taken.get(base) ?? 1;
  for (; taken.has(id); id = `${base}-${number}`) number += 1;
  // A later one of the same name goes on from here: thousands of them would each count from 2.
  taken.set(id, 1);
  taken.set(base, number);
  return id;
}

function slug(text: string): string {
  const words = text
    .toLowerCase()
    .normalize('NFKD')
    .match(/[a-z0-9.]+/g);
  return words?.join('-').slice(0, 128) ?? 'entry';
}
