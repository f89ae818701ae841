import { expect, it } from 'vitest';
import { demoOptions, ensureLiveIso } from '../../tools/demo/iso.ts';
import { handOnStaticAddress } from '../helpers/hand-on.ts';

it('gives the live system the static address that webboot was given', async () => {
  const { result, seen } = await handOnStaticAddress(
    await ensureLiveIso('debian-live', demoOptions),
  );
  expect(result.message).toContain("the second kernel's console shows");
  expect(result.events).toContainEqual(
    expect.objectContaining({ type: 'note', text: expect.stringContaining('10.0.2.77/24') }),
  );
  expect(result.log).toContain('webboot: the network is handed on to networkd');
  expect(seen).toContain('644 0 /run/systemd/network/00-webboot.network');
  expect(seen).toContain('inet 10.0.2.77/24');
  expect(seen).toContain('default via 10.0.2.2');
});
