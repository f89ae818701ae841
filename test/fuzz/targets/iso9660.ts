import { exhaustIso } from '../../helpers/exhaust-iso.ts';
import { readBoth } from '../../helpers/huge-access.ts';
import { smallIsos } from '../../helpers/small-iso.ts';
import type { FuzzTarget } from '../target.ts';

/** No file's content is of interest: what lies behind the directories is cut off. */
const seedBytes = 80 << 10;

export const target: FuzzTarget = {
  name: 'iso9660',
  async seeds() {
    // The system area before the descriptors is empty but for partition tables.
    return (await smallIsos()).map((bytes) => bytes.slice(0, seedBytes));
  },
  async run(bytes) {
    await readBoth(bytes, exhaustIso);
  },
};
