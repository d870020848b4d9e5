/** What was handed to a channel before it was closed has so long to leave, in milliseconds, before the connection ends. */
export const DRAIN_TIMEOUT_MS = 1_000;

/** The stream id of the negotiated `loro-sync` channel. Trystero's own channel takes 0 or 1. */
export const SYNC_CHANNEL_ID = 64;
export const SYNC_CHANNEL_LABEL = 'loro-sync';

/** A channel takes nothing more while so many bytes wait in its buffer, and is writable again below the other. */
export const BUFFER_HIGH_BYTES = 256 * 1024;
export const BUFFER_LOW_BYTES = 64 * 1024;

/** The first wait before a relay is tried again, in milliseconds; it doubles up to the second. */
export const RELAY_RETRY_MIN_MS = 500;
export const RELAY_RETRY_MAX_MS = 30_000;

/** A relay that was connected for so long, in milliseconds, is tried again soon; one that hangs up before, ever more seldom. */
export const RELAY_STEADY_MS = 3_000;

/** A relay that has not answered the opening of its socket for this long, in milliseconds, is given up and retried. */
export const RELAY_OPEN_TIMEOUT_MS = 8_000;

/** A socket that has been opening for less than this, in milliseconds, is left to it when the page wakes. */
export const RELAY_FRESH_MS = 1_000;

/** A connected relay has so long, in milliseconds, to answer when the page wakes; then its socket is replaced. */
export const RELAY_CHECK_TIMEOUT_MS = 2_000;

/** How long relays may take, in milliseconds, before a person is told that none can be reached. */
export const RELAY_PATIENCE_MS = 4_000;

/** How often a peer makes itself known in its room, in milliseconds: while it is alone, and once it is not. */
export const ANNOUNCE_ALONE_MS = 5_000;
export const ANNOUNCE_IN_COMPANY_MS = 60_000;

/**
 * In company, somebody who is heard and not met is called so many times more, that far apart at least, in milliseconds: long
 * enough for Trystero to give up a first try to connect (23 s) and to begin another.
 */
export const CALLS_TO_UNMET = 8;
export const ANNOUNCE_TO_UNMET_MS = 4_000;

/** Of so many who are heard and not met is remembered how often they were called. */
export const MAX_UNMET = 64;

/**
 * Calls to the unmet altogether: so many in a row, and then one more each so many milliseconds. Else one made-up peer after another
 * would have all of a room call for ever.
 */
export const MAX_EXTRA_CALLS = 24;
export const EXTRA_CALL_REFILL_MS = 120_000;

/** A peer does not make itself known by one relay more often than this, in milliseconds. */
export const ANNOUNCE_MIN_MS = 200;

/** A call by a peer that is connected puts its channel in doubt at most this often, in milliseconds. */
export const DOUBT_INTERVAL_MS = 5_000;

/** A message of a relay over this size, in UTF-16 units, is not read. Signalling is a few KB. */
export const MAX_RELAY_MESSAGE = 128 * 1024;

/** How many of the configured relays a room uses, as long as that many answer. */
export const RELAYS_PER_ROOM = 3;

/** A relay that leaves something unanswered for so long, in milliseconds, counts as failing. */
export const RELAY_ANSWER_TIMEOUT_MS = 3_000;

/** How long a relay is still used, in milliseconds, after it is needed no longer, for those who are still there. */
export const RELAY_LETTING_GO_MS = 60_000;

/** How long a peer that is alone stays, in milliseconds, at one of the relays that the room does not use. */
export const RELAY_VISIT_MS = 30_000;

/** How many events are remembered, so that one that comes by several relays is handed on once. */
export const MAX_SEEN_EVENTS = 1_024;

/** How long a test of a relay, a STUN or a TURN server may take, in milliseconds. */
export const PROBE_TIMEOUT_MS = 10_000;

/** How long a device may take to find its own addresses, in milliseconds; with what it has then it goes on. */
export const GATHERING_TIMEOUT_MS = 3_000;

/** How long two devices that know all of each other may take to connect, in milliseconds. */
export const PAIRING_CONNECT_TIMEOUT_MS = 20_000;

/** How long a try to connect without a relay waits for people, in milliseconds: both codes have to be scanned in it. */
export const PAIRING_LIFETIME_MS = 10 * 60_000;

/** How much older than that an offer may seem, in milliseconds, before it counts as old: clocks differ. */
export const PAIRING_CLOCK_TOLERANCE_MS = 5 * 60_000;

/** A STUN server that has not answered for this long, in milliseconds, is taken not to answer. */
export const STUN_PATIENCE_MS = 3_000;

/** So many STUN servers are asked at most: two that answer are enough. */
export const MAX_STUN_SERVERS = 4;
