import { describe, expect, it } from 'vitest';
import { watchForSettings } from '../../../src/app/late-settings.ts';

/** What of two promises is settled now. */
const isSettled = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), Promise.resolve(false)]);

describe('settings on a stick that comes up after the menu', () => {
  it('replace it once they are there', async () => {
    let there = false;
    const late = await watchForSettings(async () => there);
    await late.look();
    expect(await isSettled(late.found)).toBe(false);
    there = true;
    await late.look();
    expect(await late.found).toBeUndefined();
  });

  it('that were there from the start do not, or webboot would start again for ever', async () => {
    const late = await watchForSettings(async () => true);
    await late.look();
    expect(await isSettled(late.found)).toBe(false);
  });

  it('that a person has just chosen in the menu do not: it has them already', async () => {
    let there = false;
    const late = await watchForSettings(async () => there);
    there = true;
    late.ownUp();
    await late.look();
    expect(await isSettled(late.found)).toBe(false);
  });
});
