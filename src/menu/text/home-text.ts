import type { DistroSummary } from '../../boot/session/session.ts';
import { typedText } from '../../core/image/image-location.ts';
import { say } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { HomeItem } from '../model/home-items.ts';
import { formatBytes } from './format.ts';

export interface HomeItemText {
  readonly name: string;
  /** What it is, or where it comes from; '' when the name says it. */
  readonly note: string;
}

export function homeItemText(texts: Texts, item: HomeItem): HomeItemText {
  switch (item.kind) {
    case 'boot':
      return {
        name: item.title,
        note: item.failed ? texts.home.failed : nowText(texts, item),
      };
    case 'address':
      return { name: typedText(item.query), note: texts.home.address };
    case 'recent':
      return { name: item.title, note: texts.home.recent };
    case 'cached': {
      const { title, bytes } = item.image;
      return { name: title, note: texts.home.cached({ size: formatBytes(texts, bytes) }) };
    }
    case 'distro': {
      return {
        name: item.distro.name,
        note: `${trustWord(texts, item.distro)}, ${aboutText(texts, item.distro)}`,
      };
    }
    case 'tool':
      return { name: texts.tools[item.tool], note: '' };
  }
}

function nowText(
  { home, serving }: Texts,
  { serves }: Extract<HomeItem, { readonly kind: 'boot' }>,
): string {
  return serves ? serving.now : home.booting;
}

export function trustWord({ home }: Texts, { trust }: DistroSummary): string {
  return home[trust];
}

/** What a distro is; of one that cannot be verified first why. */
export function aboutText(
  texts: Texts,
  { trust, unverifiedBecause, description }: DistroSummary,
): string {
  const about = say(texts, description);
  if (trust !== 'unverified' || unverifiedBecause === undefined) return about;
  return `${say(texts, unverifiedBecause)}. ${about}`;
}
