import { expect, test } from './support/fixtures.js';

test('S36 a note goes to the trash and comes back, from the list and from its page', async ({ arrive }) => {
	const alice = await arrive();
	await alice.createNote('Orchard');
	await alice.editor.pressSequentially('Pears and quinces.');
	await alice.visit('/');
	const { page } = alice;
	await page.getByRole('button', { name: 'Actions for “Orchard”' }).click();
	await page.getByRole('menuitem', { name: 'Move to trash' }).click();
	await expect(page.getByRole('link', { name: 'Orchard' })).toHaveCount(0);
	await expect(page.getByText('“Orchard” is in the trash.')).toBeVisible();
	// What was pressed is gone: the focus goes on at what took its place.
	await expect(page.getByRole('button', { name: 'New note' })).toBeFocused();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByRole('link', { name: 'Orchard' })).toBeFocused();
	await page.getByRole('link', { name: 'Orchard' }).click();
	await expect(alice.editor).toHaveText('Pears and quinces.');

	await page.getByRole('button', { name: 'More' }).click();
	await page.getByRole('menuitem', { name: 'Move to trash' }).click();
	await page.getByRole('link', { name: 'Trash' }).click();
	await page.getByRole('list', { name: 'Notes in the trash' }).getByRole('link', { name: 'Orchard' }).click();

	// It can be read, and nothing that is offered changes it or lets others in.
	await expect(page.getByRole('complementary', { name: 'In the trash' })).toBeVisible();
	await expect(alice.editor).toHaveText('Pears and quinces.');
	await expect(alice.editor).toHaveAttribute('contenteditable', 'false');
	await expect(page.getByRole('textbox', { name: 'Title' })).toHaveAttribute('readonly', '');
	await expect(page.getByRole('button', { name: 'Share' })).toHaveCount(0);
	await expect(alice.status).toContainText('Saved on this device');

	await page.getByRole('button', { name: 'Restore' }).click();
	await expect(page.getByRole('complementary', { name: 'In the trash' })).toHaveCount(0);
	await expect(alice.editor).toBeFocused();
	await alice.editor.press('ControlOrMeta+End');
	await alice.editor.pressSequentially(' And plums.');
	await expect(alice.editor).toHaveText('Pears and quinces. And plums.');
});

test('S36 S38 a shared note in the trash meets nobody, and deleting it for good leaves it to others', async ({
	arrive
}) => {
	const [alice, bob] = [await arrive(), await arrive()];
	await alice.createNote('Orchard');
	await alice.editor.pressSequentially('Pears.');
	const link = await alice.shareLink();
	await bob.page.goto(link);
	await expect(bob.editor).toHaveText('Pears.');
	await expect(alice.status).toContainText('Synced with');

	const { page } = alice;
	await page.getByRole('button', { name: 'More' }).click();
	await page.getByRole('menuitem', { name: 'Move to trash' }).click();
	await page.getByRole('link', { name: 'Trash' }).click();
	await page.getByRole('link', { name: 'Orchard' }).click();
	await expect(alice.status).toContainText('In the trash: not connected to others.');
	await expect(bob.page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveCount(1);
	await bob.editor.press('ControlOrMeta+End');
	await bob.editor.pressSequentially(' Quinces.');
	await expect(bob.status).not.toContainText('Synced with');
	await expect(alice.editor).toHaveText('Pears.');

	// As long as its page is open in a tab, it is not deleted.
	const other = await alice.newTab();
	await other.visit('/trash/');
	await other.page.getByRole('button', { name: 'Delete “Orchard” for good' }).click();
	const dialog = other.page.getByRole('dialog', { name: 'Delete “Orchard” for good?' });
	await expect(dialog).toContainText('This cannot be undone.');
	await expect(dialog).toContainText('Others who have it keep it');
	await expect(dialog).toContainText('said to have everything that is here.');
	await dialog.getByRole('button', { name: 'Delete for good' }).click();
	await expect(other.page.getByText('1 note is open in a tab and was not deleted')).toBeVisible();
	await page.goto(`${alice.app}/`);
	await alice.ready();

	await other.page.getByRole('button', { name: 'Empty trash' }).click();
	await other.page.getByRole('button', { name: 'Delete 1 note for good' }).click();
	await expect(other.page.getByText('The trash is empty')).toBeVisible();
	// Only then is all of it erased.
	await expect(other.page.getByText('1 note was deleted from this device.')).toBeVisible();
	const left = await other.page.evaluate(async () => {
		const names = ['perch-notes', 'perch-local', 'perch-search'];
		const keys = await Promise.all(
			names.map(
				(name) =>
					new Promise<unknown[]>((resolve, reject) => {
						const opening = indexedDB.open(name);
						opening.onerror = () => reject(new Error('not opened'));
						opening.onsuccess = () => {
							const database = opening.result;
							const [store = ''] = database.objectStoreNames;
							const request = database.transaction(store).objectStore(store).getAllKeys();
							request.onsuccess = () => {
								database.close();
								resolve(request.result);
							};
						};
					})
			)
		);
		return JSON.stringify(keys);
	});
	const noteId = new URL(bob.page.url()).hash.slice(1);
	expect(noteId).toHaveLength(22);
	expect(left).not.toContain(noteId);
	await expect(bob.editor).toHaveText('Pears. Quinces.');

	// An invite brings it back, with what the others wrote meanwhile.
	await page.goto(link);
	await expect(alice.editor).toHaveText('Pears. Quinces.');
});
