/** Why a note was not duplicated. `partly`: a part of it cannot be read; `empty`: nothing of it has come; `unknown-note`: it is not here. */
export type DuplicateFailure = 'partly' | 'empty' | 'unknown-note';

/** Says why a note was not duplicated. Nothing was stored then. */
export class DuplicateError extends Error {
	override readonly name = 'DuplicateError';

	constructor(readonly reason: DuplicateFailure) {
		super(`note not duplicated: ${reason}`);
	}
}
