import type { BootSteps } from '../../core/plan/boot-plan.ts';
import { WebbootError } from '../../errors.ts';
import type { BootContext } from '../run/boot-context.ts';

/**
 * Whether the memory that was set aside is there, and nobody else uses it. It is set aside at webboot's
 * start, before the person has chosen anything (linux/restart.ts), so that nothing they did is lost by the
 * restart. Returns how to give it back.
 */
export async function reserve(
  step: BootSteps['reserve'],
  context: BootContext,
): Promise<() => void> {
  const { pmem } = await context.machine.facts();
  const device = pmem.find(({ path }) => path === step.device);
  if (device !== undefined && device.size >= step.reservation.size) return claimed(step, context);
  throw new WebbootError(
    'reservation-missing',
    `The memory device ${step.device} is missing or too small.`,
    {
      subject: step.device,
      remedy: 'Restart webboot.',
    },
  );
}

/** What another boot writes after this one's image was verified would be booted unverified. */
async function claimed(
  { device }: BootSteps['reserve'],
  { machine }: BootContext,
): Promise<() => void> {
  const release = await machine.claim(device);
  if (release !== undefined) return release;
  throw new WebbootError(
    'memory-busy',
    `Another webboot on this machine has its image in ${device}.`,
    {
      subject: device,
      remedy: 'Wait until that has ended, or boot from there.',
    },
  );
}
