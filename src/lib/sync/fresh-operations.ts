import { EMPTY_VERSION, mergeVersions, type Version } from '../note/version.js';

/** Operations that came from peers a moment ago, and that other peers are likely to receive from there too. */
export class FreshOperations {
	#arrivals: { readonly until: number; readonly version: Version }[] = [];

	/** Remembers operations as fresh until the given time. */
	add(version: Version, until: number): void {
		this.#arrivals.push({ until, version });
	}

	/** What is fresh at the given time: where, for each Loro peer, the fresh operations end. */
	at(now: number): Version {
		this.#arrivals = this.#arrivals.filter(({ until }) => until > now);
		return this.#arrivals.reduce((all, { version }) => mergeVersions(all, version), EMPTY_VERSION);
	}

	/** When the last of them ceases to be fresh, or undefined if there is none. */
	get until(): number | undefined {
		return this.#arrivals.at(-1)?.until;
	}
}
