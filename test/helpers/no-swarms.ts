import type { Swarms } from '../../src/ports/swarm.ts';

/** Nobody else is there, and there are no torrents. */
export const noSwarms: Swarms = {
  join: async () => undefined,
  torrent: () => Promise.reject(new Error('There is no torrent.')),
  linger: async () => {},
  leave: async () => {},
};
