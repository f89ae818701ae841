/** What a program says on its network of the torrents that it takes part in (BEP 14). */
export interface LocalSearch {
  /** 20 bytes each. */
  readonly infoHashes: readonly Uint8Array[];
  readonly port: number;
  /** Tells one's own messages from those of others: foreign, of at most 64 letters. */
  readonly cookie?: string;
}

/** A message fits into one packet (BEP 14); webboot reads no longer ones. */
const mostBytes = 1400;
const mostHashes = 16;

/** For the group at that address; several info-hashes may be in one message. */
export function encodeLocalSearch(
  { infoHashes, port, cookie = '' }: LocalSearch,
  host: string,
): Uint8Array {
  const lines = [
    'BT-SEARCH * HTTP/1.1',
    `Host: ${host}`,
    `Port: ${port}`,
    ...infoHashes.map((hash) => `Infohash: ${Buffer.from(hash).toString('hex')}`),
    `cookie: ${cookie}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n\r\n`, 'latin1');
}

/** Undefined for whatever is not such a message: anybody may send anything to the group. */
export function parseLocalSearch(bytes: Uint8Array): LocalSearch | undefined {
  if (bytes.length > mostBytes) return undefined;
  const [first, ...lines] = Buffer.from(bytes).toString('latin1').split('\r\n');
  if (first !== 'BT-SEARCH * HTTP/1.1') return undefined;
  const infoHashes: Uint8Array[] = [];
  let port = 0;
  let cookie: string | undefined;
  for (const line of lines) {
    const [, name = '', value = ''] =
      /^([A-Za-z]{4,8}):[ \t]*([\x21-\x7e]{1,64})$/.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key === 'port' && /^\d{1,5}$/.test(value)) port = Number(value);
    if (key === 'cookie') cookie = value;
    if (key === 'infohash' && /^[0-9a-f]{40}$/i.test(value) && infoHashes.length < mostHashes) {
      infoHashes.push(Buffer.from(value, 'hex'));
    }
  }
  if (infoHashes.length === 0 || port === 0 || port > 65_535) return undefined;
  return { infoHashes, port, ...(cookie !== undefined && { cookie }) };
}
