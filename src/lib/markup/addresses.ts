import type { Root } from 'hast';
import { visit } from 'unist-util-visit';

/** What browsers do not see of an address: at its ends, and within it. */
const UNSEEN_ENDS = /^[\0-\x20]+|[\0-\x20]+$/g;
const UNSEEN_WITHIN = /[\t\n\r]/g;

/** An address that leaves its scheme to the page that it stands on. Browsers take `\` for `/`. */
const WITHOUT_SCHEME = /^[\\/]{2}/;

/**
 * Settles addresses of other hosts that leave their scheme to the page that they stand on, as `//host/path` does. In a file that somebody opens,
 * that would be `file:`, and some systems ask the host for a shared folder. Links lead to `https:`; what would be fetched is left out.
 */
export function settleAddresses(tree: Root): void {
	visit(tree, 'element', ({ properties }) => {
		for (const name of ['href', 'src', 'cite', 'longDesc']) {
			const address = properties[name];
			if (typeof address !== 'string') continue;
			const seen = address.replaceAll(UNSEEN_ENDS, '').replaceAll(UNSEEN_WITHIN, '');
			if (!WITHOUT_SCHEME.test(seen)) continue;
			properties[name] = name === 'href' ? seen.replace(WITHOUT_SCHEME, 'https://') : undefined;
		}
	});
}
