/** No more hits are counted, and no more replaced in one go. */
export const MAX_HITS = 100_000;

/** A worker that is silent so long, in milliseconds, hangs in a pattern that runs wild, and is ended. */
export const SILENCE_MS = 2_000;

/** A search lets other questions come in between after so long, in milliseconds. */
export const SLICE_MS = 30;

/** After a change of the text, hits are looked for anew once it has been left alone for so long, in milliseconds. */
export const SEARCH_AGAIN_MS = 250;

/** So much of the text around what is seen is searched first, in UTF-16 units. */
export const NEAR_VIEW = 20_000;
