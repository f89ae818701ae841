import { fileURLToPath } from 'node:url';

/** The checkout. */
export const projectDirectory = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that is made and can be made again. */
export const buildDirectory = fileURLToPath(new URL('../../build', import.meta.url));
