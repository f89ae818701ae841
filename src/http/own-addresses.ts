import { networkInterfaces } from 'node:os';

/** This machine's addresses on its networks as a URL has them; loopback if there is no network. */
export function ownAddresses(interfaces = networkInterfaces()): readonly string[] {
  const addresses = networkAddresses(interfaces);
  return addresses.length > 0 ? addresses : ['127.0.0.1'];
}

/** The same; none if there is no network. */
export function networkAddresses(interfaces = networkInterfaces()): readonly string[] {
  return (
    Object.values(interfaces)
      .flatMap((each) => each ?? [])
      // A link-local IPv6 address means nothing without the name that the other machine has for its link.
      .filter(({ internal, address }) => !internal && !/^fe80:/i.test(address))
      .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address))
  );
}
