/** Every peer of another number is refused with a clear word (docs/protocol.md, P4). */
export const PROTOCOL_VERSION = 4;

/** One data channel message. Larger ones fail between some browsers (yjs/y-webrtc#20). */
export const MAX_FRAME_BYTES = 16 * 1024;

/** One protocol message put together from its frames: a whole note with its history, and some room. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024 + 64;

/**
 * How many Loro peers a version may name: more than a note may hold (MAX_NOTE_LORO_PEERS), so that none ever holds
 * what cannot be told.
 */
export const MAX_VERSION_ENTRIES = 262_144;

/** Loro counts a peer's operations in a signed 32-bit integer. */
export const MAX_COUNTER = 2 ** 31 - 1;

/** Lengths of texts and opaque parts in a presence, in bytes. */
export const MAX_NAME_BYTES = 160;
export const MAX_PERSON_BYTES = 64;
export const MAX_CURSOR_BYTES = 128;

/** A page's random id, drawn anew at each load. */
export const SESSION_BYTES = 8;

/** What each side draws at random for one channel. */
export const NONCE_BYTES = 16;

/** The text of an invite, in bytes; the longest of this version has 95. */
export const MAX_INVITE_BYTES = 256;

/** How many notes one channel can carry. */
export const MAX_NOTE_NUMBER = 65_535;

/** The id of a note, in bytes of UTF-8. */
export const MAX_NOTE_ID_BYTES = 64;

/** How many pages a peer may name as its neighbours; what comes from others is passed on to it. */
export const MAX_NEIGHBOURS = 256;

/** Digests of a version and of content: the first bytes of a SHA-256. */
export const DIGEST_BYTES = 8;

/** An update of so many bytes goes deflated: below, there is little to gain; above, it would hold up the page. */
export const MIN_DEFLATED_UPDATE_BYTES = 256;
export const MAX_DEFLATED_UPDATE_BYTES = 64 * 1024;

/** So many bytes are inflated at a time: they stand for up to a thousand times as many. */
export const INFLATE_STEP_BYTES = 4 * 1024;

/** Lengths of an ICE user name and password in a pairing code, in characters: RFC 8839 gives the least, the most is what fits. */
export const MIN_ICE_USERNAME = 4;
export const MAX_ICE_USERNAME = 16;
export const MIN_ICE_PASSWORD = 22;
export const MAX_ICE_PASSWORD = 48;

/** A SHA-256 of a DTLS certificate. */
export const FINGERPRINT_BYTES = 32;

/** How many addresses a pairing code may hold. Each makes it harder to scan. */
export const MAX_HOST_CANDIDATES = 4;
