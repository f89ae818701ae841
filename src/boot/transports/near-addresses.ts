import type { CopyWhole, TransportPorts } from './transport.ts';

/** Addresses of the image at machines of this network: asked for a digest, and for nothing else. */
export async function nearAddresses(
  expectation: CopyWhole['expectation'],
  {
    mirrors,
    signal,
    onNote,
  }: Pick<CopyWhole, 'signal' | 'onNote'> & { readonly mirrors: readonly string[] },
  findNear: TransportPorts['findNear'],
): Promise<readonly string[]> {
  if (findNear === undefined || expectation.kind === 'none') return [];
  if (expectation.kind === 'signature') {
    onNote?.('Other machines of this network are not asked: the signature names no digest.');
    return [];
  }
  const near = await findNear(expectation.digest, { mirrors, ...(signal && { signal }) });
  if (near.length > 0) {
    const hosts = near.map((url) => new URL(url).host).join(', ');
    onNote?.(`The image may be had from this network: ${hosts}.`);
  }
  return near;
}
