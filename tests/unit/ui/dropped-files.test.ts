import { expect, it } from 'vitest';
import { filesIn, holdsFiles, type DroppedEntry } from '$lib/ui/dropped-files.js';

/** As many entries as Chromium gives of a folder in one go. */
const AT_ONCE = 100;

function file(fullPath: string): DroppedEntry {
	const name = fullPath.split('/').at(-1) ?? '';
	const entry = {
		isFile: true,
		isDirectory: false,
		name,
		fullPath,
		file: (done: (file: File) => void) => done(new File(['text'], name))
	};
	return entry;
}

function locked(fullPath: string): DroppedEntry {
	const refuse = (_: unknown, fail: (error: DOMException) => void) =>
		fail(new DOMException('', 'NotReadableError'));
	return { ...file(fullPath), file: refuse } as DroppedEntry;
}

function folder(fullPath: string, children: readonly DroppedEntry[]): DroppedEntry {
	let given = 0;
	const readEntries = (done: (entries: readonly DroppedEntry[]) => void) => {
		done(children.slice(given, given + AT_ONCE));
		given += AT_ONCE;
	};
	const name = fullPath.split('/').at(-1) ?? '';
	return {
		isFile: false,
		isDirectory: true,
		name,
		fullPath,
		createReader: () => ({ readEntries })
	} as DroppedEntry;
}

it('S28 of folders all files come, in the order of their names, also where there are more than are given at once', async () => {
	const many = Array.from({ length: 250 }, (_, at) => file(`/a/${at}.md`));
	const { files, unreadable, tooMany } = await filesIn([
		file('/first.md'),
		folder('/a', [
			...many,
			folder('/a/b', [file('/a/b/deep.txt')]),
			file('/a/.DS_Store'),
			folder('/a/.git', [file('/a/.git/x.md')])
		]),
		file('/last.txt')
	]);
	const names = files.map(({ name }) => name);
	expect(names).toEqual([
		'first.md',
		...Array.from({ length: 250 }, (_, at) => `${at}.md`),
		'deep.txt',
		'last.txt'
	]);
	expect(unreadable).toEqual([]);
	expect(tooMany).toBe(false);
});

it('S28 what the system does not give is named, and the rest comes', async () => {
	const { files, unreadable } = await filesIn([folder('/a', [locked('/a/secret.md'), file('/a/open.md')])]);
	expect(files.map(({ name }) => name)).toEqual(['open.md']);
	expect(unreadable).toEqual(['a/secret.md']);
});

it('S28 of too many files the first are taken, and that is told', async () => {
	const entries = [file('/a.md'), folder('/b', [file('/b/c.md')]), file('/d.md')];
	const { files, tooMany } = await filesIn(entries, 2);
	expect(files.map(({ name }) => name)).toEqual(['a.md', 'c.md']);
	expect(tooMany).toBe(true);
	expect(await filesIn(entries, 3)).toMatchObject({ tooMany: false });
});

it('text and links that are dragged are left to the browser', () => {
	expect(holdsFiles({ types: ['text/plain'] })).toBe(false);
	expect(holdsFiles({ types: ['Files'] })).toBe(true);
	expect(holdsFiles(null)).toBe(false);
});
