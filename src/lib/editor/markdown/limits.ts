/** In UTF-16 units. The parser takes a paragraph in one go, and again at each key: 1 MB of it took a second. */
export const MAX_PARAGRAPH_LENGTH = 10_000;

/** A section ends at the first line after so many UTF-16 units at which one may begin. A key parses one section anew. */
export const SECTION_LENGTH = 8_000;

/** A section that is out of sight is not parsed, so that it may be longer. In UTF-16 units. */
export const UNSEEN_SECTION_LENGTH = 64_000;

/** Where no line lets a section end, it ends here. In UTF-16 units. */
export const MAX_SECTION_LENGTH = 128_000;

/** Text as near to what is seen, in UTF-16 units, is parsed too: it is scrolled to without a flash of marks. */
export const PARSED_AROUND_VIEW = 100_000;

/** A section out of sight is parsed when the view comes so near, in UTF-16 units. */
export const PARSE_AHEAD_OF_VIEW = 30_000;

/** How long a note may be looked through for the definitions of links in one go, in milliseconds. */
export const MAX_DEFINITION_SCAN_MS = 4;

/** How long a command may wait for the parser, in milliseconds. */
export const COMMAND_PARSE_MS = 50;

/**
 * A numbered list is counted on for so many UTF-16 units. All of them are parsed wherever the end of them is seen, so that everybody sees the
 * same numbers whatever is parsed, and wherever sections end.
 */
export const MAX_COUNTED_LENGTH = PARSE_AHEAD_OF_VIEW;

/** How many lines below a changed list are looked at to renumber them. */
export const MAX_RENUMBERED_LINES = 2_000;

/** Levels of lists and quotes that are told apart by their look. */
export const MAX_SHOWN_DEPTH = 6;

/** The longest name of a task's box, in UTF-16 units. */
export const MAX_TASK_NAME = 80;
