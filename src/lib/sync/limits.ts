/** A hello may be lost before the other side has its channel open, so it is repeated this often, in milliseconds. */
export const HELLO_REPEAT_MS = 250;

/** A channel on which no hello was heard for this long, in milliseconds, is given up. */
export const GREETING_TIMEOUT_MS = 15_000;

export const GREETING_ATTEMPTS = GREETING_TIMEOUT_MS / HELLO_REPEAT_MS;

/** A peer that was heard has so long, in milliseconds, to prove what it may do. */
export const PROOF_TIMEOUT_MS = 10_000;

export const PROOF_ATTEMPTS = PROOF_TIMEOUT_MS / HELLO_REPEAT_MS;

/** How often the heart of a connection is looked at, in milliseconds. */
export const HEARTBEAT_TICK_MS = 500;

/** After so long without a message, in milliseconds, a sign of life is sent. */
export const ALIVE_AFTER_MS = 2_000;

/** After so long without hearing anything, in milliseconds, the peer is asked for a sign of life; and then given up. */
export const QUIET_AFTER_MS = 3_000;
export const SILENT_AFTER_MS = 4_500;

/**
 * A peer that nobody would meet anew may be silent for so long, in milliseconds, before it is given up: as long as browsers hold on to a
 * connection that is not answered (RFC 7675, 5.1, and the repetitions of SCTP), and some more.
 */
export const UNMET_SILENT_AFTER_MS = 60_000;

/** When the page wakes, every peer has so long, in milliseconds, to give a sign of life. */
export const PROBE_TIMEOUT_MS = 2_000;

/** A tick that comes so late, in milliseconds, says that this page was asleep or busy, and not the peer silent. */
export const LATE_TICK_MS = 1_000;

/**
 * What one peer sent to another that both know is passed on to that one only after this time, in milliseconds, beside that
 * which receipts may take, and only if it has not said by then that it has it.
 */
export const FORWARD_DELAY_MS = 1_000;

/** Among the tabs of one browser this time: all reach each other, and where one is late, it has enough to do already. */
export const FORWARD_AMONG_TABS_DELAY_MS = 10_000;

/** While anything is outstanding, versions are exchanged this often, in milliseconds. */
export const EXCHANGE_INTERVAL_MS = 20_000;

/** A peer that claims to have more and sent nothing of it for so many exchanges is dropped. */
export const MAX_FRUITLESS_EXCHANGES = 3;

/** After an update that waits for operations not yet here, versions are exchanged anew, in milliseconds. */
export const REPAIR_DELAY_MS = 2_000;

/** How much may wait in the document for operations of which its sender says that they come, in bytes. */
export const MAX_PENDING_BYTES = 8 * 1024 * 1024;

/** And from all senders since the document was loaded; then it is loaded anew. */
export const MAX_ALL_PENDING_BYTES = 4 * MAX_PENDING_BYTES;

/**
 * Whoever did not send what is stored hears of it at most this often, in milliseconds for each other peer beyond the first, and
 * in all: what a key leads to in a room would else grow with its square.
 */
export const RECEIPT_INTERVAL_PER_PEER_MS = 64;
export const MAX_RECEIPT_INTERVAL_MS = 2_000;

/** Carets are told at most this often, in milliseconds. */
export const PRESENCE_INTERVAL_MS = 80;

/**
 * After so many edits of one's own in a row, none of which came later than BURST_GAP_MS after the one before, more wait for each other for
 * BURST_HOLD_MS. Nobody types so fast, and a key that is held repeats more slowly.
 */
export const BURST_EDITS = 3;
export const BURST_GAP_MS = 20;
export const BURST_HOLD_MS = PRESENCE_INTERVAL_MS;

/** Who is linked with whom is told at most this often, in milliseconds. */
export const NEIGHBOURS_INTERVAL_MS = 200;

/** Digests are compared once the note was left alone for this long, in milliseconds. */
export const DIGEST_QUIET_MS = 1_000;

/** Computing a digest may take up to this part of the time that the note must have been left alone before it. */
export const DIGEST_MAX_SHARE = 0.02;

/** A peer whose content differs is sent the whole history at most this often, in milliseconds. */
export const HISTORY_INTERVAL_MS = 60_000;
