/** Of machines that are told of at one address: more are forged. */
const mostPerAddress = 8;

/**
 * Bounds the machines that anybody tells of: `most` in all, and few at one address, so that one machine
 * cannot keep the others from being seen. True for one that counts; always for one that did before.
 */
export function createSightings(most: number): (address: string, port: number) => boolean {
  const seen = new Map<string, Set<number>>();
  let total = 0;
  return (address, port) => {
    const ports = seen.get(address) ?? new Set();
    if (ports.has(port)) return true;
    if (total >= most || ports.size >= mostPerAddress) return false;
    seen.set(address, ports.add(port));
    total += 1;
    return true;
  };
}
