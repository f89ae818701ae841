import type { Seat } from './seat.ts';

/** From home by a search for "deb" to the start of the demo's boot, by keys. */
export async function bootDemoByKeys(seat: Seat): Promise<void> {
  await seat.sees(/choose what to boot/);
  await seat.press({ type: 'deb' });
  await seat.sees(/Search: deb[\s\S]*Demo/);
  await seat.press('down');
  await seat.sees(/> Demo/);
  await seat.press('enter');
  await seat.sees(/webboot: Demo[\s\S]*> live/);
  await seat.press('enter');
  await seat.sees(/> \[OK\] +.*Live system/);
  await seat.press('enter');
  await seat.sees(/Verified\. Signed by/);
}
