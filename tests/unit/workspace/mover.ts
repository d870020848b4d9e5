import type { PeerView } from '$lib/sync/views.js';
import type { MovingNote } from '$lib/workspace/farewell.js';

/** A peer as the mover sees it. All claim the same session unless told: only the connection tells them apart. */
export function peer(id: string, facts: Partial<PeerView> = {}): PeerView {
	return {
		id,
		session: 'claimed',
		kind: 'network',
		role: 'writer',
		presence: { type: 'presence', person: id, name: id, colour: 0, caret: undefined },
		inSync: true,
		stored: undefined,
		isQuiet: false,
		...facts
	};
}

/** An open note whose peers come and go as the test says; whoever is here when told is handed it, unless held up. */
export class OpenStub implements MovingNote {
	here: readonly PeerView[];
	/** What was told; undefined before. */
	invites: ReadonlyMap<string, string> | undefined;
	readonly heldUp = new Set<string>();
	readonly #told = new Set<string>();
	/** What happens before the note is saved, and as soon as it was told. */
	beforeFlush: () => Promise<void> = () => Promise.resolve();
	afterTell: () => void = () => undefined;

	constructor(...here: readonly PeerView[]) {
		this.here = here;
	}

	peers(): readonly PeerView[] {
		return this.here;
	}

	async flush(): Promise<void> {
		await this.beforeFlush();
	}

	tell(invites: ReadonlyMap<string, string>): void {
		this.invites = invites;
		this.told();
		this.afterTell();
	}

	told(): ReadonlySet<string> {
		if (this.invites === undefined) return this.#told;
		for (const { id } of this.here) if (!this.heldUp.has(id)) this.#told.add(id);
		return this.#told;
	}
}
