/** Ends a subscription; calling it again does nothing. */
export type Unsubscribe = () => void;

/** A list of listeners for one kind of event. A listener that throws does not keep the others from being called. */
export class Emitter<Event> {
	readonly #listeners = new Set<(event: Event) => void>();

	/** Whether nobody listens. */
	get isEmpty(): boolean {
		return this.#listeners.size === 0;
	}

	/** Calls `listener` at each event from now on, in the order of subscription. */
	on(listener: (event: Event) => void): Unsubscribe {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Calls every listener; what they throw is rethrown, the first of it, after all were called. */
	emit(event: Event): void {
		const failures: unknown[] = [];
		for (const listener of [...this.#listeners]) {
			try {
				listener(event);
			} catch (failure) {
				failures.push(failure);
			}
		}
		if (failures.length > 0) throw failures[0];
	}

	/** Forgets all listeners. */
	clear(): void {
		this.#listeners.clear();
	}
}
