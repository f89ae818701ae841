/**
 * Loads Ink and what draws with it. Ink's layout engine decodes its WebAssembly with `fetch`
 * where there is one, and Node's costs a fifth of the time to the first frame: it is out of
 * sight for that moment, and the engine decodes by itself.
 */
export async function loadScreenConsole(): Promise<typeof import('./screen-console.tsx')> {
  // Ink decides about colours by the environment, when it is loaded; the painter takes them
  // away again from consoles without colour.
  process.env.FORCE_COLOR ??= '1';
  const { fetch } = globalThis;
  Reflect.set(globalThis, 'fetch', undefined);
  try {
    return await import('./screen-console.tsx');
  } finally {
    Reflect.set(globalThis, 'fetch', fetch);
  }
}
