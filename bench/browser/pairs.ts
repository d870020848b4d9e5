import { expect } from '@playwright/test';
import { agreedText, editorView, type Person } from '../../tests/e2e/support/person.js';
import type { Column } from '../report/rows.js';
import { asYjsUpdate } from './history.js';
import type { Signalling } from './rival-site.js';

/** Two who have a note open together, each in a browser of their own. */
export interface Pair {
	readonly column: Column;
	readonly a: Person;
	readonly b: Person;
}

/** What the note holds before anything is measured: nothing, a text, or a history. */
export interface Content {
	readonly name: string;
	readonly text?: string;
	readonly history?: { readonly perchFile: Uint8Array; readonly yjsUpdate: string; readonly text: string };
}

/** How long a note of a megabyte may take to come to the other. */
const ARRIVAL_TIMEOUT_MS = 120_000;

/** Two who write with Perch: one invites the other by a link. */
export async function perchPair(a: Person, b: Person, content: Content): Promise<Pair> {
	if (content.history !== undefined) await importFile(a, content.history.perchFile);
	else await a.createNote(content.name);
	await fill(a, content.text);
	await b.page.goto(await a.shareLink());
	await b.editor.waitFor({ timeout: ARRIVAL_TIMEOUT_MS });
	for (const { status } of [a, b])
		await expect(status).toHaveText(/^Synced with/, { timeout: ARRIVAL_TIMEOUT_MS });
	await agreedText(a, b);
	return { column: 'perch', a, b };
}

/** Opens the note in a file. */
export async function importFile(person: Person, file: Uint8Array): Promise<void> {
	const { page, editor } = person;
	// Only a list that has notes offers it by this name.
	await person.createNote('first');
	await person.visit('/');
	const choosing = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Import…', exact: true }).click();
	const chooser = await choosing;
	await chooser.setFiles([{ name: 'history.loro', buffer: Buffer.from(file), mimeType: '' }]);
	await editor.waitFor({ timeout: ARRIVAL_TIMEOUT_MS });
}

/**
 * Two who write with Yjs: both know the room's name, and have what the note holds before they meet. y-webrtc sends what the other
 * lacks in one message, browsers refuse one of more than 256 KiB, and it says nothing of that.
 */
export async function yjsPair(a: Person, b: Person, content: Content, signalling: Signalling): Promise<Pair> {
	const text = content.text === undefined ? undefined : await asYjsUpdate([[0, 0, content.text]]);
	for (const { page } of [a, b]) {
		await page.goto(new URL('/?yjs', page.url()).href);
		await page.waitForFunction(() => 'bench' in globalThis);
		await page.evaluate(([name, server, history]) => bench().open(name, server, history), [
			content.name,
			signalling.url,
			content.history?.yjsUpdate ?? text
		] as const);
	}
	await meetByTyping(a, b);
	return { column: 'yjs', a, b };
}

/** Two at the ends of a bare data channel, with one of the rivals that have one. */
export async function barePair(
	column: 'textbook' | 'floor',
	a: Person,
	b: Person,
	content: Content
): Promise<Pair> {
	for (const { page } of [a, b]) {
		await page.goto(new URL(`/?${column}`, page.url()).href);
		await page.waitForFunction(() => 'bench' in globalThis);
	}
	const offer = await a.page.evaluate(() => bench().offer());
	const answer = await b.page.evaluate((text) => bench().answer(text), offer);
	await a.page.evaluate((text) => bench().accept(text), answer);
	await fill(a, content.text ?? content.history?.text);
	await meetByTyping(a, b);
	return { column, a, b };
}

async function fill(person: Person, text: string | undefined): Promise<void> {
	if (text === undefined) return;
	const view = await editorView(person);
	await view.evaluate((editor, insert) => {
		editor.dispatch({ changes: { from: 0, insert } });
	}, text);
}

/** What shows that the two are connected is a key that arrives. */
async function meetByTyping(a: Person, b: Person): Promise<void> {
	const view = await editorView(a);
	await view.evaluate((editor) => {
		editor.dispatch({ changes: { from: editor.state.doc.length, insert: '\n' } });
	});
	await view.dispose();
	await agreedText(a, b);
}
