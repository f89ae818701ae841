import { line } from '../core/printable.ts';
import type { NearImage } from '../formats/near/images-list.ts';
import type { NearServer } from '../ports/near.ts';

/** A machine of this network and what it says that it has; nobody has verified that. */
export interface NearOffer extends NearServer {
  readonly images: readonly NearImage[];
  /** Why its list could not be read. */
  readonly problem?: string;
}

export function nearText(offers: readonly NearOffer[]): string {
  if (offers.length === 0) return 'No machine of this network has answered.\n';
  return offers.map(offerText).join('');
}

function offerText({ name, url, images, problem }: NearOffer): string {
  const rows = images.map(
    ({ title, version, bytes, ids: [id = ''] }) =>
      line`  ${title} ${version}, ${bytes} bytes\n    ${url}/iso/${id}\n`,
  );
  const wrong = problem === undefined ? [] : [line`  Its list cannot be read: ${problem}\n`];
  return [line`${name} (${url})\n`, ...rows, ...wrong].join('');
}
