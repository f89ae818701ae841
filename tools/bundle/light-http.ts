import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * What webboot's sources import from undici. Its own index also loads fetch, web sockets, mocks and caches, which no
 * download needs. A name that is missing here ends the bundling with an error.
 */
const undici = `
  export { default as Agent } from './lib/dispatcher/agent.js';
  export { default as ProxyAgent } from './lib/dispatcher/proxy-agent.js';
  export { default as buildConnector } from './lib/core/connect.js';
`;

/** webboot never negotiates HTTP/2 (`allowH2: false`), and its module would load Node's. */
const withoutHttp2 = `
  module.exports = () => { throw new Error('This build has no HTTP/2.'); };
`;

const replaced: readonly (readonly [RegExp, string])[] = [
  [/\/node_modules\/undici\/index\.js$/, undici],
  [/\/node_modules\/undici\/lib\/dispatcher\/client-h2\.js$/, withoutHttp2],
];

/**
 * HTTP with as much of undici and of Node as webboot uses (docs/performance.md). An `import` of node:http reads all that it
 * exports, WebSocket among them, for which Node loads its own copy of undici and HTTP/2; a `require` reads nothing.
 */
export const lightHttp: Plugin = {
  name: 'light-http',
  setup({ initialOptions, onLoad, onResolve }) {
    // undici's own switch, for its build within Node: without the second HTTP parser, which is off anyway.
    initialOptions.define = { ...initialOptions.define, esbuildDetection: 'true' };
    for (const [filter, contents] of replaced) {
      onLoad({ filter }, ({ path }) => ({ contents, resolveDir: dirname(path) }));
    }
    onResolve({ filter: /^node:https?$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'required' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};
