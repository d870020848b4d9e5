import type { Page } from '@playwright/test';
import type { EditorView } from '@codemirror/view';
import { editorView, type Person } from '../../tests/e2e/support/person.js';
import type { Arrival } from './questions.js';

/** What a page has handed to its channels. */
export interface Sent {
	readonly messages: number;
	readonly bytes: number;
}

interface Watched {
	sent: { messages: number; bytes: number };
	readonly open: Set<RTCDataChannel>;
	keys: number[];
	arrivals: Arrival[];
}

declare global {
	var roomWatch: Watched;
}

/** Counts what is sent on the channels that notes go by. To run in a page before its own scripts. */
export function watchChannels(): void {
	const watched: Watched = { sent: { messages: 0, bytes: 0 }, open: new Set(), keys: [], arrivals: [] };
	globalThis.roomWatch = watched;
	const create = RTCPeerConnection.prototype.createDataChannel;
	RTCPeerConnection.prototype.createDataChannel = function (label, options) {
		const channel = create.call(this, label, options);
		if (label !== 'loro-sync') return channel;
		const send = channel.send.bind(channel) as (message: Uint8Array<ArrayBuffer>) => void;
		channel.send = (message: unknown) => {
			watched.sent.messages += 1;
			watched.sent.bytes += (message as Uint8Array).byteLength;
			send(message as Uint8Array<ArrayBuffer>);
		};
		channel.addEventListener('open', () => watched.open.add(channel));
		channel.addEventListener('close', () => watched.open.delete(channel));
		return channel;
	};
}

/** Notes from now on when keys are pressed and when the editor's text changes; the note must be open. */
export async function watchText(person: Person): Promise<void> {
	const view = await editorView(person);
	await view.evaluate((editor: EditorView) => {
		const now = () => performance.timeOrigin + performance.now();
		addEventListener('keydown', () => roomWatch.keys.push(now()), { capture: true });
		const observer = new MutationObserver(() => roomWatch.arrivals.push([editor.state.doc.length, now()]));
		observer.observe(editor.contentDOM, { subtree: true, childList: true, characterData: true });
	});
	await view.dispose();
}

export async function openChannels(page: Page): Promise<number> {
	return await page.evaluate(() => roomWatch.open.size);
}

/** What was noted since this was asked last. */
export async function takeNoted(
	page: Page
): Promise<{ sent: Sent; keys: readonly number[]; arrivals: readonly Arrival[] }> {
	return await page.evaluate(() => {
		const { sent, keys, arrivals } = roomWatch;
		Object.assign(roomWatch, { sent: { messages: 0, bytes: 0 }, keys: [], arrivals: [] });
		return { sent, keys, arrivals };
	});
}
