import { defined } from '../../core/defined.ts';
import type { KexecImage } from '../../ports/kexec.ts';
import { bootRecordOf, saveBootRecord } from '../kexec/boot-record.ts';
import { prepareHandOver } from '../kexec/hand-over.ts';
import { initrdBytes } from '../kexec/initrd-chunks.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Emit } from '../run/event-channel.ts';
import type { Grafted } from './graft.ts';

/**
 * Hands kernel, initrd and command line to the running kernel; the machine can still be kept. Returns them
 * if `exec` has to.
 */
export async function load(
  { arrived, plan, images, archive, ownCopy }: Grafted,
  { machine, signal }: BootContext,
  emit: Emit,
): Promise<KexecImage | undefined> {
  const { files, medium } = arrived;
  const { extract: target, load } = plan.steps;
  const { cmdline, region } = load;
  return prepareHandOver(
    {
      cmdline,
      initrdBytes: initrdBytes(
        archive === undefined ? images.initrds : [archive, ...images.initrds],
      ),
      heldBytes: files.heldBytes,
      kernel: () => files.kernel(target, images),
      files: async () => ({
        ...(await files.files(target, images, archive, signal)),
        ...defined({ region }),
      }),
      record: async () => {
        await saveBootRecord(bootRecordOf(plan, medium, ownCopy?.parts), plan, medium, machine);
        await ownCopy?.write(machine);
      },
    },
    machine,
    emit,
  );
}
