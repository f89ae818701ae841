import { describe, expect, it } from 'vitest';
import { watchForSettings } from '../../../src/app/late-settings.ts';

/** What of two promises is settled now. */
const isSettled = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), Promise.resolve(false)]);

const writesNothing = async () => {};

describe('settings on a stick that comes up after the menu', () => {
  it('replace it once they are there', async () => {
    let there = false;
    const late = await watchForSettings(async () => there, writesNothing);
    await late.look();
    expect(await isSettled(late.found)).toBe(false);
    there = true;
    await late.look();
    expect(await late.found).toBeUndefined();
  });

  it('that were there from the start do not, or webboot would start again for ever', async () => {
    const late = await watchForSettings(async () => true, writesNothing);
    await late.look();
    expect(await isSettled(late.found)).toBe(false);
  });

  it('that a person has just chosen in the menu do not: it has them already', async () => {
    let written = false;
    const late = await watchForSettings(
      async () => false,
      async () => {
        written = true;
      },
    );
    await late.look();
    expect(written).toBe(true);
    expect(await isSettled(late.found)).toBe(false);
  });

  it('are found with what was chosen before they were there', async () => {
    const order: string[] = [];
    let there = false;
    const late = await watchForSettings(
      async () => there,
      async () => void order.push('written'),
    );
    void late.found.then(() => order.push('replaced'));
    there = true;
    await late.look();
    await late.found;
    expect(order).toEqual(['written', 'replaced']);
  });
});
