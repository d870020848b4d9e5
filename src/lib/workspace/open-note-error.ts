import type { OpenFailure } from './types.js';

/** Why a note could not be opened. */
export class OpenNoteError extends Error {
	override readonly name = 'OpenNoteError';

	constructor(
		readonly reason: OpenFailure,
		options?: ErrorOptions
	) {
		super(`note not opened: ${reason}`, options);
	}
}
