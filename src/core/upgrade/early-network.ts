/** What `ip` prints about one link. */
export interface LinkAddresses {
  /** Its hardware address: names may change with the kernel. */
  readonly hardware: string;
  /** `ip -o address show dev LINK scope global` */
  readonly addresses: string;
  /** `ip -4 route show dev LINK` and `ip -6 route show dev LINK`. */
  readonly routes: string;
}

const address = /\sinet6? ([\d.]+\/\d+|[\da-f:]+\/\d+) /;
const route = /^(default|[\d.]+(?:\/\d+)?|[\da-f:]+(?:\/\d+)?)(?: via ([\d.]+|[\da-f:]+))?(?= )/;

/**
 * Lines for the helper of the next boot: a hardware address, and the words for `ip` that bring
 * an address or a route back. Routes that come with an address are left out.
 */
export function earlyNetworkLines(links: readonly LinkAddresses[]): string {
  const lines = links.flatMap(({ hardware, addresses, routes }) => [
    ...addresses.split('\n').flatMap((line) => {
      const found = address.exec(line)?.[1];
      // What was unique before the jump is so after it.
      const unique = found?.includes(':') === true ? ' nodad' : '';
      return found === undefined ? [] : [`${hardware} address add ${found}${unique}`];
    }),
    ...routes.split('\n').flatMap((line) => {
      const [, to, via] = route.exec(`${line} `) ?? [];
      if (to === undefined || / proto kernel /.test(`${line} `)) return [];
      const family = `${to}${via ?? ''}`.includes(':') ? '-6' : '-4';
      const gateway = via === undefined ? '' : ` via ${via}`;
      return [`${hardware} ${family} route add ${to}${gateway}`];
    }),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}
