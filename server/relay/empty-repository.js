import { EventRepository } from '@nostr-relay/common';

/** The store of a relay that stores nothing: ephemeral events reach whoever listens at that moment. */
export class EmptyRepository extends EventRepository {
	/** @override */
	isSearchSupported() {
		return false;
	}

	/** @override */
	upsert() {
		return { isDuplicate: false };
	}

	/**
	 * @override
	 * @returns {import('@nostr-relay/common').Event[]}
	 */
	find() {
		return [];
	}

	/** @override */
	destroy() {
		return Promise.resolve();
	}
}
