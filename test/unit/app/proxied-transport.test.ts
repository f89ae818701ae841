import { expect, it } from 'vitest';
import { proxiedTransport } from '../../../src/app/proxied-transport.ts';

it('a transport is the same object until the person settles another proxy', () => {
  const network: { proxy: string | undefined } = { proxy: undefined };
  const transport = proxiedTransport(network, { noproxy: 'a.example' });
  const direct = transport();
  expect(direct).toEqual({});
  expect(transport()).toBe(direct);
  network.proxy = 'http://proxy:3128';
  const proxied = transport();
  expect(proxied).toEqual({
    proxy: { http: 'http://proxy:3128', https: 'http://proxy:3128', none: 'a.example' },
  });
  expect(transport()).toBe(proxied);
});
