import { describe, expect, it } from 'vitest';
import { createAttempts } from '../../../../src/linux/network/attempts.ts';

function recorded() {
  const failures: string[] = [];
  const attempts = createAttempts(async (name, error, cancelled) => {
    failures.push(`${name}: ${(error as Error).message}${cancelled ? ', cancelled' : ''}`);
  });
  return { attempts, failures };
}

const untilCancelled = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true }),
  );

describe('what is tried at an interface', () => {
  it('is one thing at a time: whoever asks again takes part in it', async () => {
    const { attempts } = recorded();
    let begun = 0;
    const work = async () => {
      begun += 1;
    };
    await Promise.all([attempts.run('eth0', work), attempts.run('eth0', work)]);
    expect(begun).toBe(1);
    await attempts.run('eth0', work);
    expect(begun).toBe(2);
  });

  it('fails for all who asked, and is told once', async () => {
    const { attempts, failures } = recorded();
    const work = () => Promise.reject(new Error('no lease'));
    const both = await Promise.allSettled([attempts.run('eth0', work), attempts.run('eth0', work)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(failures).toEqual(['eth0: no lease']);
  });

  it('can be stopped, and is over then', async () => {
    const { attempts, failures } = recorded();
    const attempt = attempts.run('wlan0', untilCancelled);
    await attempts.stop('wlan0');
    await expect(attempt).rejects.toThrow('stopped');
    expect(failures).toEqual(['wlan0: stopped, cancelled']);
    await attempts.stop('wlan0');
  });
});
