/** A page that is out of sight and alone in a note's room leaves it after so long, in milliseconds. */
export const BACKGROUND_PATIENCE_MS = 60_000;

/** A device on which something came by a relay within so long, in milliseconds, has not changed its address meanwhile. */
export const SAME_NETWORK_MS = 5_000;

/** What a network's change still changes comes within this time, in milliseconds: then a lonely room is begun anew. */
export const NETWORK_SETTLES_MS = 250;

/** After so long, in milliseconds, a part of the app that a room needs and that could not be fetched is asked for again. */
export const ROOM_PART_RETRY_MS = 2_000;
