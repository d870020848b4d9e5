// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eventually } from '../support/eventually.js';

/** The browser tells of the end of a dialog so much later, in milliseconds. */
const TOLD_AFTER_MS = 30;

// What stands in the list, and how it is drawn, is of no account here.
vi.mock('$lib/ui/actions/app-actions.js', () => ({ appActions: () => [] }));

const matchMedia = () => ({ matches: false, addEventListener: () => undefined });
vi.stubGlobal('matchMedia', matchMedia);
const { default: CommandHost } = await import('$lib/ui/command-host.svelte');

let shown: Record<string, unknown>;

beforeEach(() => {
	vi.stubGlobal('matchMedia', matchMedia);
	Object.assign(HTMLDialogElement.prototype, {
		showModal(this: HTMLDialogElement) {
			this.open = true;
		},
		close(this: HTMLDialogElement) {
			if (!this.open) return;
			this.open = false;
			setTimeout(() => this.dispatchEvent(new Event('close')), TOLD_AFTER_MS);
		}
	});
	shown = mount(CommandHost, { target: document.body });
	flushSync();
});

afterEach(async () => {
	const { commandCentre } = await import('$lib/ui/actions/command-centre.svelte.js');
	commandCentre.close('commands');
	commandCentre.close('shortcuts');
	flushSync();
	await unmount(shown);
	document.body.replaceChildren();
	vi.unstubAllGlobals();
});

function press(key: string): void {
	document.body.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true }));
}

const open = () => document.querySelector<HTMLDialogElement>('dialog[open]');
const name = () => open()?.getAttribute('aria-label') ?? open()?.querySelector('h2')?.textContent;

async function openCommands(): Promise<void> {
	press('k');
	await vi.waitFor(() => expect(name()).toBe('Commands'), { timeout: 20_000 });
}

it('keys that are pressed before the browser has told that the list of commands was closed do what they do else', async () => {
	await openCommands();
	open()?.close();
	press('/');
	await vi.waitFor(() => expect(name()).toBe('Keyboard shortcuts'), { timeout: 20_000 });
	for (const [key, same] of [
		['/', 'Keyboard shortcuts'],
		['k', 'Commands'],
		['k', 'Commands']
	] as const) {
		open()?.close();
		press(key);
		await eventually(() => expect(name()).toBe(same));
		await new Promise((resolve) => setTimeout(resolve, 3 * TOLD_AFTER_MS));
		expect(name()).toBe(same);
	}
});

it('the key that opens the list of commands closes it', async () => {
	await openCommands();
	press('k');
	await eventually(() => expect(open()).toBe(null));
});
