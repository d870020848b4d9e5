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

/** A relay that has not answered the opening of its socket for this long, in milliseconds, is given up and retried. */
export const RELAY_OPEN_TIMEOUT_MS = 8_000;

/** How long relays may take, in milliseconds, before a person is told that none can be reached. */
export const RELAY_PATIENCE_MS = 4_000;

/** How often a peer makes itself known in its room, in milliseconds: while it is alone, and once it is not. */
export const ANNOUNCE_ALONE_MS = 5_000;
export const ANNOUNCE_IN_COMPANY_MS = 60_000;

/** A message of a relay over this size, in UTF-16 units, is not read. Signalling is a few KB. */
export const MAX_RELAY_MESSAGE = 128 * 1024;

/** A STUN server that has not answered for this long, in milliseconds, is taken not to answer. */
export const STUN_PATIENCE_MS = 3_000;

/** So many STUN servers are asked at most: two that answer are enough. */
export const MAX_STUN_SERVERS = 4;

/** A relay that is tried has so long to answer, in milliseconds. */
export const PROBE_RELAY_TIMEOUT_MS = 8_000;
