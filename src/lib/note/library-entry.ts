import type { Bytes } from '../util/bytes.js';
import { toTime } from '../util/time.js';

/** The secrets of an invite as the library keeps them; they have the shape of an `Invite` of crypto/. */
export type HeldInvite =
	| { readonly kind: 'edit'; readonly seed: Bytes }
	| { readonly kind: 'view'; readonly viewSeed: Bytes; readonly writePublicKey: Bytes };

/** What this device has to know of a note to open it and to meet its peers. */
export interface LibraryEntry {
	readonly noteId: string;
	/** What this device may do in the note: a secret. */
	readonly invite: HeldInvite;
	/** When the note came into this library, in milliseconds since 1970. */
	readonly addedAt: number;
	/** Whether it was ever shared or joined, so that it has peers to be met. */
	readonly shared: boolean;
	/** The note that has taken this one's place. This one is kept and not listed. */
	readonly movedTo?: string | undefined;
	/** The note whose place this one takes. It stands here until that one knows: a move that was cut short is ended by it. */
	readonly movedFrom?: string | undefined;
	/** The name of whoever started over with a new invite and left this device out. */
	readonly leftBy?: string | undefined;
	/**
	 * Since when it is in the trash, in milliseconds since 1970. This and `pinnedAt` stand beside the entry: to put an entry
	 * changes neither.
	 */
	readonly trashedAt?: number | undefined;
	/** Since when it is pinned to the top of the list. */
	readonly pinnedAt?: number | undefined;
}

/** Length in bytes of each secret of an invite. */
const SECRET_BYTES = 32;

/** An entry as a value of the library's document. Stored data: a name never changes its meaning. */
export function writeEntry({ invite, addedAt, shared, movedTo, movedFrom, leftBy }: LibraryEntry): object {
	return {
		...writeInvite(invite),
		addedAt,
		shared,
		...(movedTo === undefined ? {} : { movedTo }),
		...(movedFrom === undefined ? {} : { movedFrom }),
		...(leftBy === undefined ? {} : { leftBy })
	};
}

/** Reads what `writeEntry` wrote; undefined for what this version of Perch does not know. */
export function readEntry(noteId: string, value: unknown): LibraryEntry | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const fields = value as Record<string, unknown>;
	const invite = readInvite(fields);
	const { addedAt, shared } = fields;
	if (invite === undefined || typeof addedAt !== 'number') return undefined;
	return {
		noteId,
		invite,
		addedAt: toTime(addedAt),
		shared: shared === true,
		...readText(fields, 'movedTo'),
		...readText(fields, 'movedFrom'),
		...readText(fields, 'leftBy')
	};
}

/** Of two invites of one note the one that gives more; the first if they give the same. */
export function betterInvite<Invite extends HeldInvite>(held: Invite, other: Invite): Invite {
	return held.kind === 'view' && other.kind === 'edit' ? other : held;
}

function writeInvite(invite: HeldInvite): Record<string, Bytes> {
	if (invite.kind === 'edit') return { seed: invite.seed };
	return { viewSeed: invite.viewSeed, writeKey: invite.writePublicKey };
}

function readInvite(fields: Record<string, unknown>): HeldInvite | undefined {
	const seed = readSecret(fields['seed']);
	if (seed !== undefined) return { kind: 'edit', seed };
	const [viewSeed, writePublicKey] = [readSecret(fields['viewSeed']), readSecret(fields['writeKey'])];
	if (viewSeed === undefined || writePublicKey === undefined) return undefined;
	return { kind: 'view', viewSeed, writePublicKey };
}

function readSecret(value: unknown): Bytes | undefined {
	return value instanceof Uint8Array && value.length === SECRET_BYTES ? value.slice() : undefined;
}

function readText<Name extends string>(
	fields: Record<string, unknown>,
	name: Name
): Partial<Record<Name, string>> {
	const value = fields[name];
	return typeof value === 'string' ? ({ [name]: value } as Record<Name, string>) : {};
}
