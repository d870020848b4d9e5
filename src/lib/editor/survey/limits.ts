/** The text is surveyed in sections of about so many UTF-16 units. A change has its sections surveyed anew. */
export const SURVEYED_LENGTH = 16_000;

/** While somebody writes, the survey is told once in so many milliseconds. */
export const REPORT_MS = 200;

/** So much of a heading is shown, in UTF-16 units. */
export const MAX_HEADING_LENGTH = 200;

/** How much of the text behind a section decides where it ends, in UTF-16 units. */
export const LOOKED_AHEAD = 8;

/** How many words of prose are read in a minute (Brysbaert 2019: 238). */
export const WORDS_PER_MINUTE = 238;

/** A selection is counted when it has stood still for so long, in milliseconds. */
export const SELECTION_REST_MS = 150;
