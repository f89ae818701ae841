import { loadOrder } from '../../../src/formats/modules/load-order.ts';
import { parseModulesDep } from '../../../src/formats/modules/modules-dep.ts';
import {
  parseModulesAlias,
  parseModulesBuiltin,
  parseModulesSoftdep,
} from '../../../src/formats/modules/modules-lists.ts';
import type { FuzzTarget } from '../target.ts';

const dep = `kernel/drivers/nvdimm/nd_pmem.ko.xz: kernel/drivers/nvdimm/nd_btt.ko.xz kernel/a.ko
kernel/drivers/nvdimm/nd_btt.ko.xz: kernel/drivers/nvdimm/libnvdimm.ko.xz
kernel/drivers/nvdimm/libnvdimm.ko.xz:
`;
const lists = 'alias nd:t4* nd_pmem\nalias crc32c a\nsoftdep a pre: b c post: nd_pmem\n';

export const target: FuzzTarget = {
  name: 'modules-dep',
  async seeds() {
    return [dep, dep + lists].map((text) => new TextEncoder().encode(text));
  },
  run(bytes) {
    const text = new TextDecoder().decode(bytes);
    const modules = parseModulesDep(text);
    loadOrder([...modules.keys(), 'nd_pmem', 'crc32c'], modules, {
      aliases: parseModulesAlias(lists + text),
      builtin: parseModulesBuiltin(text.slice(0, 20)),
      softdeps: parseModulesSoftdep(lists + text),
    });
  },
};
