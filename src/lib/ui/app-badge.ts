/** What of a browser shows a number at the icon of an installed app; many have no icon to show it at. */
export interface BadgingBrowser {
	setAppBadge?(count: number): Promise<void>;
	clearAppBadge?(): Promise<void>;
}

/** Shows at the icon of the installed app how many notes have changes that were not seen; none for 0. Never rejects. */
export async function showBadge(browser: BadgingBrowser, count: number): Promise<void> {
	try {
		if (count === 0) await browser.clearAppBadge?.();
		else await browser.setAppBadge?.(count);
	} catch (failure) {
		// Not installed, or the person does not let it: then there is no badge.
		if (!(failure instanceof DOMException)) throw failure;
	}
}
