import { LibraryChoice } from './library-choice.svelte.js';

/** What this page lists of the library. */
export const libraryChoice = new LibraryChoice(() => localStorage);
