import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileDigest } from '../../../tools/bundle/inputs.ts';
import { ensureDemoIso } from '../../../tools/demo/iso.ts';
import { runTool } from '../../../tools/shared/tool.ts';
import { bootOnArm64 } from '../../helpers/arm64-boot.ts';
import type { SoakCase } from '../cases.ts';

const bytes = 512 * 2 ** 20;
/** RAM next to it. */
const memoryMb = 2560;

/** A live system boots from memory that webboot set aside, next to an NVDIMM that keeps somebody's data. */
export const bootBesideNvdimm: SoakCase['run'] = async (watch) => {
  const work = await mkdtemp(join(tmpdir(), 'webboot-nvdimm-'));
  try {
    const file = join(work, 'nvdimm.img');
    await writeFile(file, '');
    await truncate(file, bytes);
    await runTool('mke2fs', ['-q', '-F', '-t', 'ext4', '-L', 'SOMEBODYS', file], {
      package: 'e2fsprogs',
    });
    const before = await fileDigest(file);
    const { result, seen, fromPmem } = await bootOnArm64(await ensureDemoIso('aarch64'), {
      firmware: 'acpi',
      memoryMb,
      timeoutS: 1500,
      onStart: watch,
      hardware: [
        ...['-machine', 'nvdimm=on', '-m', `size=${memoryMb}M,slots=2,maxmem=8G`],
        ...['-object', `memory-backend-file,id=nvdimm,share=on,mem-path=${file},size=${bytes}`],
        ...['-device', 'nvdimm,memdev=nvdimm'],
      ],
    });
    const untouched = (await fileDigest(file)) === before;
    const both = /\/dev\/pmem0[\s\S]*\/dev\/pmem1/.test(seen);
    const { exec, matched } = result.seconds;
    return {
      ok: result.ok && fromPmem && both && untouched,
      cells: [
        result.ok
          ? `a login, ${both ? 'two pmem devices' : 'ONE PMEM DEVICE'}, the NVDIMM ${untouched ? 'unchanged' : 'CHANGED'}`
          : `${result.failure?.code ?? result.message}, the NVDIMM ${untouched ? 'unchanged' : 'CHANGED'}`,
        [exec, matched].map((at) => at?.toFixed(0) ?? '-').join(' / '),
      ],
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
