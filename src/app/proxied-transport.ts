import type { Settings } from '../core/settings/settings.ts';
import type { TransportOptions } from '../net/transport-options.ts';

/** By the proxy of the moment; `noproxy` stays. The same object while the proxy is the same. */
export function proxiedTransport(
  network: { readonly proxy: string | undefined },
  { noproxy }: Pick<Settings, 'noproxy'>,
): () => TransportOptions {
  const none = noproxy === undefined ? {} : { none: noproxy };
  const transportBy = (proxy: string | undefined): TransportOptions =>
    proxy === undefined ? {} : { proxy: { http: proxy, https: proxy, ...none } };
  let made:
    | { readonly proxy: string | undefined; readonly transport: TransportOptions }
    | undefined;
  return () => {
    const { proxy } = network;
    if (made === undefined || made.proxy !== proxy) made = { proxy, transport: transportBy(proxy) };
    return made.transport;
  };
}
