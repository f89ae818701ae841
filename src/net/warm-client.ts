import type { Authorization } from './authorization.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import type { TransportOptions } from './transport-options.ts';

/**
 * Lends one client to all users of a network, so that what is asked of a server next goes over the connection that
 * is there already. Its connections are cut `warmMs` after the last user has closed it.
 */
export interface WarmClient {
  /** Throws WebbootError for options that cannot be used. To close what is lent leaves idle connections open. */
  lend(authorization: Authorization): HttpClient;
}

export function createWarmClient(options: TransportOptions): WarmClient {
  let client: HttpClient | undefined;
  let users = 0;
  let cooling: NodeJS.Timeout | undefined;
  const cool = () => {
    void client?.close();
    client = undefined;
  };
  return {
    lend(authorization) {
      client ??= createHttpClient(options);
      clearTimeout(cooling);
      users += 1;
      const { limits } = client;
      let open = true;
      return {
        ...client,
        authorization,
        async close() {
          if (!open) return;
          open = false;
          users -= 1;
          // It keeps no program from ending, and neither do idle connections.
          if (users === 0) cooling = setTimeout(cool, limits.warmMs).unref();
        },
      };
    },
  };
}
