import { fileURLToPath } from 'node:url';

// This file stays where it is: the bundle lies one folder below the project, as src/ does.

/** The catalogue's rows and keys that came with webboot. */
export const shippedDirectory = fileURLToPath(new URL('../distros/', import.meta.url));

/** The script of the menu's page; absent when run from the sources. */
export const pageScript = `${fileURLToPath(new URL('./', import.meta.url))}page.js`;

/** The same rows in one file, checked when the bundle was made; absent when run from the sources. */
export const checkedCatalogue = fileURLToPath(new URL('./catalogue.json', import.meta.url));
