import { expect, it, vi } from 'vitest';
import { showBadge } from '$lib/ui/app-badge.js';

it('the badge shows how many, goes at none, and is missed by nobody where there is none', async () => {
	const browser = {
		setAppBadge: vi.fn(() => Promise.resolve()),
		clearAppBadge: vi.fn(() => Promise.resolve())
	};
	await showBadge(browser, 3);
	expect(browser.setAppBadge).toHaveBeenCalledExactlyOnceWith(3);
	await showBadge(browser, 0);
	expect(browser.clearAppBadge).toHaveBeenCalledOnce();
	await showBadge({}, 3);
	await showBadge({ setAppBadge: () => Promise.reject(new DOMException('no', 'NotAllowedError')) }, 3);
});
