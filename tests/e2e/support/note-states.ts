import { expect, type Page } from '@playwright/test';
import type { NoteText } from './note-texts.js';
import { editorView, type Person } from './person.js';
import { TestDisk } from './test-disk.js';

/** What the note page can be in, each as a person sees it. */
export type NoteState = 'empty' | 'long' | 'others' | 'viewing' | 'offline' | 'error';

/** One state, and whose page is in it. */
export interface Shown {
	readonly state: NoteState;
	readonly person: Person;
}

/** Puts one's caret, or a selection, at words of the note. */
export async function caretAtWords(
	person: Person,
	words: string,
	kind: 'caret' | 'selection'
): Promise<void> {
	await person.editor.focus();
	const view = await editorView(person);
	await view.evaluate(
		(editor, { words, kind }) => {
			const from = editor.state.doc.toString().indexOf(words);
			const to = from + words.length;
			editor.dispatch({
				selection: { anchor: kind === 'caret' ? to : from, head: to },
				scrollIntoView: true
			});
		},
		{ words, kind }
	);
	await view.dispose();
}

/** Nothing on the page has the focus, as while one reads. */
export async function lookOn(page: Page): Promise<void> {
	await page.evaluate(() => {
		if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
		scrollTo(0, 0);
	});
}

/**
 * Brings the page of a note into one state after the other, with real peers, and gives each. The next one begins when the
 * caller asks for it. Who arrives has their browser's storage to themselves.
 */
export async function* noteStates(
	arrive: () => Promise<Person>,
	{ title, body, names, caretAt, selected }: NoteText
): AsyncGenerator<Shown> {
	const person = await arrive();
	await person.goBy(names[0]);
	await person.createNote();
	yield { state: 'empty', person };

	await person.page.getByRole('textbox', { name: 'Title' }).fill(title);
	// As one edit: typed line by line, the lists would be continued by hand.
	await person.editor.focus();
	await person.page.keyboard.insertText(body);
	await expect(person.status).toHaveText(/^Saved on this device/);
	await lookOn(person.page);
	yield { state: 'long', person };

	const [edit, view] = [await person.shareLink(), await person.shareLink('view')];
	const others = [await arrive(), await arrive()] as const;
	for (const [index, other] of others.entries()) {
		await other.goBy(names[index + 1] ?? '');
		await other.page.goto(edit);
		await other.editor.waitFor();
	}
	await caretAtWords(others[0], caretAt, 'caret');
	await caretAtWords(others[1], selected, 'selection');
	await expect(person.page.locator('.pc-caret')).toHaveCount(2);
	await expect(person.status).toHaveText(/^Synced with/);
	await lookOn(person.page);
	yield { state: 'others', person };

	const reader = await arrive();
	await reader.page.goto(view);
	await reader.editor.waitFor();
	await expect(reader.status).toHaveText(/^View only\. Synced/);
	yield { state: 'viewing', person: reader };

	// Whoever is connected stays so without the internet.
	for (const other of [...others, reader]) await other.visit('/');
	await person.context.setOffline(true);
	await expect(person.status).toHaveText(/offline/i);
	yield { state: 'offline', person };
	await person.context.setOffline(false);

	const disk = await TestDisk.of(person, 'chromium');
	await disk.takeAll();
	await disk.clear();
	await person.caretTo('end');
	await person.type('.');
	await expect(person.status).toHaveText(/^Not saved/);
	await lookOn(person.page);
	yield { state: 'error', person };
	await disk.giveRoom();
}
