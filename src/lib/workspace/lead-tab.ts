/**
 * Makes one of this browser's tabs the leader: the one that was in sight last. Another one leads when that tab is closed,
 * however it ends. The leader holds a Web Lock, which a tab that comes into sight takes away: the one before may be frozen.
 */
export class LeadTab {
	#leads = false;
	/** The request that waits for the lock or holds it. */
	#request: AbortController | undefined;

	constructor(
		/** The same in all tabs that are to have one leader. */
		private readonly name: string,
		private readonly locks: Pick<LockManager, 'request'>,
		/** Told whether this tab leads from now on. */
		private readonly changed: (leads: boolean) => void
	) {
		this.#ask({});
	}

	/** The tab is in sight. */
	seen(): void {
		if (!this.#leads) this.#ask({ steal: true });
	}

	#ask(how: { readonly steal?: true }): void {
		this.#request?.abort();
		const request = new AbortController();
		this.#request = request;
		// The browser takes no signal where a lock is taken away: that does not wait.
		const options = how.steal === true ? { steal: true } : { signal: request.signal };
		this.locks
			.request(this.name, options, () => {
				if (request.signal.aborted) return undefined;
				this.#set(true);
				return new Promise<never>(() => undefined);
			})
			.catch((failure: unknown) => {
				if (request.signal.aborted) return;
				if (!(failure instanceof DOMException) || failure.name !== 'AbortError') throw failure;
				// Another tab came into sight.
				this.#set(false);
				this.#ask({});
			});
	}

	#set(leads: boolean): void {
		if (this.#leads === leads) return;
		this.#leads = leads;
		this.changed(leads);
	}
}
