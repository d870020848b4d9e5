import { fileURLToPath } from 'node:url';

/** Where the built app is. */
export const BUILD = fileURLToPath(new URL('../../build/', import.meta.url));
