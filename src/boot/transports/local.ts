import type { LocalLocation } from '../../core/image/image-location.ts';
import type { Transport, TransportPorts } from './transport.ts';

/** From a file or a block device of this machine. */
export function localTransport(
  { path }: LocalLocation,
  machine: TransportPorts['machine'],
): Transport {
  return {
    open: () => machine.openMedium(path),
    async readSmall({ maxBytes, signal }) {
      const file = await machine.openMedium(path);
      try {
        const bytes = await file.read(0, Math.min(file.size, maxBytes), { signal });
        return { url: path, bytes };
      } finally {
        await file.close();
      }
    },
    async copy({ sink, expectedBytes, expectation: _, ...request }) {
      const bytes = expectedBytes ?? (await sizeOf(path, machine));
      return machine.copyImage({ ...request, from: path, to: sink, bytes });
    },
  };
}

async function sizeOf(path: string, machine: TransportPorts['machine']): Promise<number> {
  const medium = await machine.openMedium(path);
  await medium.close();
  return medium.size;
}
