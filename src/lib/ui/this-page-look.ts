import { PageLook } from './page-look.svelte.js';

/** The look of the notes of this page. */
export const pageLook = new PageLook(() => localStorage);

pageLook.follow(window);
