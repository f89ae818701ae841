import type { ImageSource } from '../../core/image/image-source.ts';
import { WebbootError } from '../../errors.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Emit } from '../run/event-channel.ts';
import type { VerifiedMedium } from '../stages/verify.ts';
import { fetchBeside } from './fetch-beside.ts';

/**
 * Keeps a verified image and what vouches for it where images are kept. The boot goes on whatever
 * comes of it: a stick that is full must not keep anybody from what was downloaded.
 */
export async function keepCopy(
  source: ImageSource,
  { device, bytes, expectation }: VerifiedMedium,
  context: BootContext,
  emit: Emit,
): Promise<void> {
  const note = (text: string) => emit({ type: 'note', stage: 'verify', text });
  try {
    const path = await context.keepImage?.({
      from: device,
      bytes,
      fileName: source.fileName,
      beside: await fetchBeside(source, expectation, context),
      signal: context.signal,
      onProgress: (progress) => emit({ type: 'progress', stage: 'verify', ...progress }),
    });
    note(
      path === undefined
        ? 'The image was not saved: there is no place for it.'
        : `saved as ${path}`,
    );
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof WebbootError)) throw error;
    note(`not saved: ${error.message}`);
  }
}
