/** A hello may be lost before the other side has its channel open, so it is repeated this often, in milliseconds. */
export const HELLO_REPEAT_MS = 250;

/** A channel on which no hello was heard for this long, in milliseconds, is given up. */
export const GREETING_TIMEOUT_MS = 15_000;

export const GREETING_ATTEMPTS = GREETING_TIMEOUT_MS / HELLO_REPEAT_MS;

/** Of two channels to one page the other side is left so long, in milliseconds, to end one; then this side does. */
export const DUPLICATE_TIMEOUT_MS = 2_000;

/**
 * What one peer sent is passed on to another only after this time, in milliseconds: in a full mesh the other has it
 * by then, and says so by its receipt; in a partial mesh it comes through here.
 */
export const FORWARD_DELAY_MS = 300;

/** After an update that waits for operations not yet here, versions are exchanged anew, in milliseconds. */
export const REPAIR_DELAY_MS = 2_000;

/** Carets are told at most this often, in milliseconds. */
export const PRESENCE_INTERVAL_MS = 80;
