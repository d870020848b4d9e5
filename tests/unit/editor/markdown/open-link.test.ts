import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { openPage } from '../dom.js';
import { mountedOn } from '../mounted.js';

beforeAll(() => openPage('desk'));
afterEach(() => {
	vi.restoreAllMocks();
	Object.assign(navigator, { platform: 'Linux x86_64' });
});

// A click with Ctrl is how a Mac opens a menu.
it.each([
	['Ctrl', 'Linux x86_64', { ctrlKey: true }, true],
	['Cmd', 'MacIntel', { metaKey: true }, true],
	['Ctrl', 'MacIntel', { ctrlKey: true }, false],
	['nothing', 'Linux x86_64', {}, false]
])('a click with %s on %s opens a link: %s', async (_key, platform, keys, opens) => {
	Object.assign(navigator, { platform });
	const open = vi.fn();
	Object.assign(window, { open });
	const { view, close } = await mountedOn('see [it](https://a.example/)');
	const { forceParsing } = await import('@codemirror/language');
	forceParsing(view, view.state.doc.length, 5_000);
	const link = view.contentDOM.querySelector('[data-href]');
	const press = new Event('mousedown', { bubbles: true, cancelable: true });
	link?.dispatchEvent(
		Object.assign(press, { button: 0, ctrlKey: false, metaKey: false, clientX: 0, clientY: 0, ...keys })
	);
	expect(link).not.toBeNull();
	expect(open.mock.calls.length).toBe(opens ? 1 : 0);
	close();
});
