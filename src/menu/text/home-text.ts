import type { DistroSummary } from '../../boot/session/session.ts';
import { typedText } from '../../core/image/image-location.ts';
import type { HomeItem } from '../model/home-items.ts';
import { formatBytes } from './format.ts';

export interface HomeItemText {
  readonly name: string;
  /** What it is, or where it comes from; '' when the name says it. */
  readonly note: string;
}

export function homeItemText(item: HomeItem): HomeItemText {
  switch (item.kind) {
    case 'boot':
      return {
        name: item.title,
        note: item.failed ? 'failed, Enter shows why' : 'booting now',
      };
    case 'address':
      return { name: typedText(item.query), note: 'boot this address' };
    case 'recent':
      return { name: item.title, note: 'booted before' };
    case 'cached': {
      const { title, bytes } = item.image;
      return { name: title, note: `on this machine, ${formatBytes(bytes)}` };
    }
    case 'distro': {
      return {
        name: item.distro.name,
        note: `${trustWord(item.distro)}, ${aboutText(item.distro)}`,
      };
    }
    case 'tool':
      return { name: item.title, note: '' };
  }
}

export function trustWord({ trust }: DistroSummary): string {
  return trust === 'unverified' ? 'UNVERIFIED' : trust;
}

/** What a distro is; of one that cannot be verified first why. */
export function aboutText({ trust, unverifiedBecause, description }: DistroSummary): string {
  if (trust !== 'unverified' || unverifiedBecause === undefined) return description;
  return `${unverifiedBecause}. ${description}`;
}
