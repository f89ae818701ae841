import { readModuleInfo } from '../../../src/formats/modules/module-info.ts';
import { tinyModule } from '../../helpers/tiny-module.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'module-info',
  async seeds() {
    return [tinyModule({ name: 'nd_pmem', vermagic: '6.12.48', depends: 'libnvdimm,nd_btt' })];
  },
  run(bytes) {
    readModuleInfo(bytes);
  },
};
