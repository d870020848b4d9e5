import type { Unsubscribe } from '$lib/util/emitter.js';
import type { Action } from './action.js';

/** Tells what can be done right now. Asked anew each time, so that it need not tell of changes. */
export type ActionSource = () => readonly Action[];

/** What can be done on this page and in the app. Whatever shows a part of the page offers what can be done there, while it is shown. */
export class ActionRegistry {
	readonly #sources = new Set<ActionSource>();

	/** Takes what a part of the page has to offer. @returns takes it back */
	offer(source: ActionSource): Unsubscribe {
		this.#sources.add(source);
		return () => this.#sources.delete(source);
	}

	/** All that can be done now. Of two with one id, the one that was offered last: a page may do better what the app can do. */
	all(): readonly Action[] {
		const byId = new Map<string, Action>();
		for (const source of this.#sources) for (const action of source()) byId.set(action.id, action);
		return [...byId.values()];
	}

	find(id: string): Action | undefined {
		return this.all().find((action) => action.id === id);
	}
}
