import type { BootSteps } from '../../core/plan/boot-plan.ts';
import { WebbootError } from '../../errors.ts';
import type { BootContext } from '../run/boot-context.ts';

/**
 * Whether the memory that was set aside is there. It is set aside at webboot's start, before the
 * person has chosen anything (linux/restart.ts), so that nothing they did is lost by the restart.
 */
export async function reserve(step: BootSteps['reserve'], context: BootContext): Promise<void> {
  const { pmem } = await context.machine.facts();
  const device = pmem.find(({ path }) => path === step.device);
  if (device !== undefined && device.size >= step.reservation.size) return;
  throw new WebbootError(
    'reservation-missing',
    `The memory device ${step.device} is missing or too small.`,
    {
      subject: step.device,
      remedy: 'Restart webboot.',
    },
  );
}
