const requireOfNode =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/**
 * A chunk of the bundle, with `require` if it names it: dependencies in CommonJS call it for Node's own modules. It is not
 * made in every chunk, because that takes two hundred thousand instructions for each chunk that a start loads.
 */
export function withRequire(chunk: string): string {
  return /(?<![\w$.])require(?![\w$])/.test(chunk) ? `${requireOfNode}\n${chunk}` : chunk;
}
