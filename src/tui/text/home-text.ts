import type { DistroSummary } from '../../boot/session.ts';
import type { HomeItem } from '../model/home-items.ts';
import { formatBytes } from './format.ts';

export interface HomeItemText {
  /** Unlike every other row's. */
  readonly key: string;
  readonly name: string;
  /** What it is, or where it comes from; '' when the name says it. */
  readonly note: string;
}

export function homeItemText(item: HomeItem): HomeItemText {
  switch (item.kind) {
    case 'boot':
      return {
        key: 'boot',
        name: item.title,
        note: item.failed ? 'failed: see why' : 'being booted now',
      };
    case 'address':
      return { key: 'address', name: item.query, note: 'boot this address' };
    case 'recent':
      return { key: `recent ${item.query}`, name: item.title, note: 'booted before' };
    case 'cached': {
      const { path, title, bytes } = item.image;
      return { key: path, name: title, note: `on this machine, ${formatBytes(bytes)}` };
    }
    case 'distro': {
      const { id, name, description } = item.distro;
      return { key: `distro ${id}`, name, note: `${trustWord(item.distro)}, ${description}` };
    }
    case 'tool':
      return { key: `tool ${item.tool}`, name: item.title, note: '' };
  }
}

export function trustWord({ trust }: DistroSummary): string {
  return trust === 'unverified' ? 'UNVERIFIED' : trust;
}
