import { errorCodes } from '../core/error-codes.ts';
import { WebbootError } from '../errors.ts';
import { type Delivery, downloadWhole, type Transfer } from './whole-download.ts';

/** More servers are not asked for a file that none of these had. */
const maxWholes = 3;

/**
 * Has a delivery judged by its digest. If it is refused, it may be one server's fault among
 * several, or one server's backends may hold different files: each mirror is asked for the whole
 * file in turn, and those that are at fault are named. Throws the refusal if none has the file.
 */
export async function confirmDelivery(transfer: Transfer, first: Delivery): Promise<Delivery> {
  const { urls, onNote } = transfer.request;
  const refusal = await refusalOf(transfer, first);
  if (refusal === undefined) return first;
  onNote?.(`What ${hosts(first.from)} sent is not the expected file: ${refusal.message}`);
  // Who has sent it whole has had his chance.
  const rest = urls.filter((url) => !(first.whole && first.from.includes(url)));
  for (const url of rest.slice(0, maxWholes)) {
    const delivery = await downloadWhole(transfer, [url]).catch((error: unknown) => {
      if (!isOneMirrors(error)) throw error;
      onNote?.(`Mirror dropped: ${error.message}`);
    });
    if (delivery === undefined) continue;
    const again = await refusalOf(transfer, delivery);
    if (again === undefined) {
      const suspects = first.from.filter((other) => other !== url);
      if (suspects.length > 0) onNote?.(`Wrong bytes must have come from ${hosts(suspects)}.`);
      return delivery;
    }
    onNote?.(`Mirror dropped: ${hosts([url])} sent another file. ${again.message}`);
  }
  throw refusal;
}

/**
 * A delivery in which machines of this network took part, if it is the expected file; if not, one
 * by the mirrors alone. Which of several machines was wrong cannot be told from one digest.
 */
export async function withoutLiars(
  transfer: Transfer,
  first: Delivery,
  deliverByMirrors: () => Promise<Delivery>,
): Promise<Delivery> {
  const { near = [], urls, onNote, onDropped } = transfer.request;
  const took = first.from.filter((url) => near.includes(url) || isPeer(url));
  if (took.length === 0) return first;
  const refusal = await refusalOf(transfer, first);
  if (refusal === undefined) return first;
  onNote?.(`What ${hosts(first.from)} sent is not the expected file: ${refusal.message}`);
  for (const url of took) onDropped?.(new URL(url).host, 'it gave a part of a file that is wrong');
  if (urls.length === 0) throw refusal;
  onNote?.(`Machines dropped: ${hosts(took)}. All of it comes from the mirrors again.`);
  return deliverByMirrors();
}

/** Whether this is a machine of a swarm, and no URL that can be fetched from. */
export function isPeer(url: string): boolean {
  return url.startsWith('peer:');
}

async function refusalOf(
  { request: { confirm } }: Transfer,
  { digest }: Delivery,
): Promise<WebbootError | undefined> {
  if (confirm === undefined || digest === undefined) return undefined;
  try {
    await confirm(digest);
    return undefined;
  } catch (error) {
    // Other refusals are about keys, and no other bytes would help.
    if (error instanceof WebbootError && isAboutBytes(error)) return error;
    throw error;
  }
}

function isAboutBytes({ code }: WebbootError): boolean {
  return code === 'digest-wrong' || code === 'signature-wrong';
}

function isOneMirrors(error: unknown): error is WebbootError {
  return error instanceof WebbootError && errorCodes[error.code].everywhere !== true;
}

function hosts(urls: readonly string[]): string {
  return urls.map((url) => new URL(url).host).join(' and ');
}
