import type { Locator } from '@playwright/test';
import { expect, test } from './support/fixtures.js';
import { agreedText, type Person } from './support/person.js';

async function join(person: Person, link: string): Promise<void> {
	await person.page.goto(link);
	await person.ready();
	await person.editor.waitFor();
}

async function named(person: Person, name: string): Promise<void> {
	await person.visit('/settings');
	await person.page.getByRole('textbox', { name: 'Your name' }).fill(name);
	await person.page.getByRole('textbox', { name: 'Your name' }).press('Tab');
	await person.visit('/');
}

/** The lines of who is here, in the Share dialog, which stays open. */
async function hereNow(person: Person): Promise<Locator> {
	await person.page.getByRole('button', { name: 'Share' }).click();
	return person.page.getByRole('dialog').getByRole('list', { name: 'Here now' }).getByRole('listitem');
}

function noteId(person: Person): string {
	return new URL(person.page.url()).hash;
}

test('a view invite: reads along live, cannot write, and is known as a viewer', async ({ arrive }) => {
	const [writer, viewer] = [await arrive(), await arrive()];
	await named(writer, 'Ada');
	await named(viewer, 'Vera');
	await writer.createNote('Harvest');
	await writer.type('pears');
	await join(viewer, await writer.shareLink('view'));
	await expect(viewer.status).toHaveText(/^View only\. Synced with Ada/);
	await expect(viewer.page.getByRole('main')).toContainText('View only');
	await writer.type(' and quinces');
	expect(await agreedText(writer, viewer)).toBe('pears and quinces');

	await expect(viewer.editor).toHaveAttribute('aria-readonly', 'true');
	await expect(viewer.page.getByRole('textbox', { name: 'Title' })).not.toBeEditable();
	await viewer.editor.focus();
	await viewer.page.keyboard.type('graffiti');
	await viewer.page.keyboard.press('Backspace');
	await viewer.page.keyboard.press('Control+z');
	expect(await viewer.text()).toBe('pears and quinces');
	await viewer.page.keyboard.press('Control+a');
	expect(await viewer.page.evaluate(() => getSelection()?.toString())).toContain('pears and quinces');
	await writer.type('!');
	expect(await agreedText(writer, viewer)).toBe('pears and quinces!');

	// Without a caret, keys scroll.
	await writer.type('\n'.repeat(60));
	await agreedText(writer, viewer);
	await viewer.editor.focus();
	await viewer.page.keyboard.press('ArrowDown');
	await expect.poll(() => viewer.page.evaluate(() => scrollY)).toBeGreaterThan(0);

	await expect((await hereNow(writer)).filter({ hasText: 'Vera' })).toContainText('can view');
	await writer.page.keyboard.press('Escape');
	await expect((await hereNow(viewer)).filter({ hasText: 'Ada' })).toContainText('can edit');
	await expect(viewer.page.getByRole('radio', { name: 'Can edit' })).toBeDisabled();
	await expect(viewer.page.getByRole('radio', { name: 'Can view' })).toBeChecked();
	await expect(viewer.page.getByRole('button', { name: 'New invite' })).toHaveCount(0);
});

test(
	'a viewer passes the view invite on, and an edit invite upgrades, never the reverse',
	{ tag: '@long-only' },
	async ({ arrive }) => {
		const [writer, viewer, third] = [await arrive(), await arrive(), await arrive()];
		await writer.createNote();
		await writer.type('one ');
		const edit = await writer.shareLink();
		const view = await writer.shareLink('view');
		await join(viewer, view);
		expect(await viewer.shareLink('view')).toBe(view);
		await join(third, await viewer.shareLink('view'));
		await expect(third.status).toHaveText(/^View only/);

		// In another tab, so that the one that is open has to notice.
		const tab = await viewer.newTab();
		await join(tab, edit);
		await expect(tab.status).toHaveText(/^Synced with/);
		await expect(viewer.status).toHaveText(/^Synced with/);
		await viewer.caretTo('end');
		await viewer.type('two ');
		expect(await agreedText(writer, viewer, third)).toBe('one two ');
		await join(tab, view);
		await expect(tab.status).not.toHaveText(/^View only/);
	}
);

test('a new invite: who is chosen comes along, who is left behind keeps a copy and is told', async ({
	arrive
}) => {
	const [mover, friend, reader, other] = [await arrive(), await arrive(), await arrive(), await arrive()];
	for (const [person, name] of [
		[mover, 'Ada'],
		[friend, 'Flo'],
		[reader, 'Rae'],
		[other, 'Olaf']
	] as const) {
		await named(person, name);
	}
	await mover.createNote('Harvest');
	await mover.type('before ');
	const edit = await mover.shareLink();
	await join(friend, edit);
	await join(other, edit);
	await join(reader, await mover.shareLink('view'));
	expect(await agreedText(mover, friend, reader, other)).toBe('before ');
	const before = noteId(mover);

	await mover.page.getByRole('button', { name: 'Share' }).click();
	const dialog = mover.page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'New invite' }).click();
	await dialog.getByRole('checkbox', { name: /Flo/ }).check();
	await dialog.getByRole('checkbox', { name: /Rae/ }).check();
	await dialog.getByRole('button', { name: 'Start over with 2 people' }).click();
	await expect.poll(() => noteId(mover)).not.toBe(before);
	for (const person of [friend, reader]) {
		await expect.poll(() => noteId(person)).toBe(noteId(mover));
		await expect(person.page.getByRole('complementary', { name: 'About this note' })).toContainText(
			'Ada moved this note to a new invite.'
		);
	}
	await expect(mover.page.getByRole('complementary', { name: 'About this note' })).toContainText(
		'This note has a new invite.'
	);
	expect(await mover.shareLink()).not.toBe(edit);

	await friend.caretTo('end');
	await friend.type('after');
	expect(await agreedText(mover, friend, reader)).toBe('before after');
	await expect(reader.status).toHaveText(/^View only/);

	const left = other.page.getByRole('complementary', { name: 'About this note' });
	await expect(left).toContainText('Ada started over with a new invite. You keep this copy.');
	// Whoever moved it stays for some seconds, and what comes in by then still comes along.
	await expect(other.status).toHaveText(/Nobody else is here/, { timeout: 30_000 });
	await other.page.reload();
	await other.ready();
	await expect(left).toContainText('What they write from now on does not come here.');
	await other.caretTo('end');
	await other.type('alone');
	expect(await other.text()).toBe('before alone');
	expect(await mover.text()).toBe('before after');

	// The old note is kept and not listed; its address leads on.
	await mover.visit('/');
	await expect(mover.page.getByRole('list', { name: 'Notes' }).getByRole('listitem')).toHaveCount(1);
	await mover.visit(`/note/${before}`);
	await expect.poll(() => noteId(mover)).not.toBe(before);
	expect(await mover.text()).toBe('before after');
});

test('what is typed while the note moves comes along', { tag: '@long-only' }, async ({ arrive }) => {
	const [mover, friend] = [await arrive(), await arrive()];
	await named(friend, 'Flo');
	await mover.createNote();
	await join(friend, await mover.shareLink());
	const typing = friend.type('0123456789'.repeat(20), 10);
	await mover.page.getByRole('button', { name: 'Share' }).click();
	const dialog = mover.page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'New invite' }).click();
	await dialog.getByRole('checkbox', { name: /Flo/ }).check();
	await dialog.getByRole('button', { name: 'Start over with 1 person' }).click();
	await expect.poll(() => noteId(friend)).toBe(noteId(mover));
	await typing;
	const text = await agreedText(mover, friend);
	// What was pressed while no editor was there went nowhere; what had been shown is all there, in order.
	expect('0123456789'.repeat(20)).toContain(text.slice(0, 10));
	expect(text.length).toBeGreaterThan(10);
});
