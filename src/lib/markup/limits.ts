/** More is not rendered in one piece, in UTF-16 units. */
export const MAX_RENDERED_LENGTH = 500_000;

/** A longer text is rendered in slices of at least so many UTF-16 units; */
export const SLICE_LENGTH = 50_000;
/** and one that is longer than this is not rendered but shown as it is written. */
export const MAX_SLICED_LENGTH = 12_000_000;

/** So much of a text is read for its definitions before the rest of it, in UTF-16 units. */
export const MAX_READ_LENGTH = 300_000;

/** Nor is one whose tables have more cells, */
export const MAX_RENDERED_CELLS = 200_000;
/** whose links repeat more of the addresses that are defined once, in UTF-16 units, */
export const MAX_REPEATED_LENGTH = 5_000_000;
/** or whose elements lie deeper in each other. */
export const MAX_RENDERED_DEPTH = 400;

/** A text that is not rendered within so many milliseconds stays as it is written; so does one of which a slice is not, */
export const RENDER_MS = 10_000;
/** or all of it, in milliseconds. */
export const RENDER_ALL_MS = 180_000;

/** So long may it take to load what renders, in milliseconds. */
export const START_MS = 20_000;

/** Longer HTML is not made Markdown when it is pasted, in UTF-16 units: its plain text is taken. */
export const MAX_PASTED_LENGTH = 500_000;

/** Nor is HTML of more elements, or of elements deeper in each other. */
export const MAX_PASTED_ELEMENTS = 4_000;
export const MAX_PASTED_DEPTH = 50;

/** Nor of tables that have more cells together, */
export const MAX_PASTED_CELLS = 20_000;
/** or whose columns would need so many blanks, in UTF-16 units, were all as wide as the widest cell. */
export const MAX_PASTED_BLANKS = 5_000_000;

/** So much of a text is looked at to tell what kind of text it is, in UTF-16 units. */
export const LOOKED_AT_LENGTH = 20_000;
