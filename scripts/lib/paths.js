import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What these scripts keep between runs; git ignores it. */
export const STATE_DIR = fileURLToPath(new URL('../../.perch/', import.meta.url));
