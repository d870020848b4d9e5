import { expect, it } from 'vitest';
import { MAX_TEXT_FILE_BYTES } from '$lib/storage/limits.js';
import { MemoryKeyValueStore } from '$lib/storage/memory-key-value.js';
import { OpenedFiles } from '$lib/workspace/opened-files.js';

it('S41 the same file leads to the same note; another name or content does not', async () => {
	const opened = new OpenedFiles(new MemoryKeyValueStore());
	expect(await opened.noteOf(new File(['pears'], 'list.md'))).toBeUndefined();
	await opened.remember(new File(['pears'], 'list.md'), 'note');
	expect(await opened.noteOf(new File(['pears'], 'list.md'))).toBe('note');
	expect(await opened.noteOf(new File(['plums'], 'list.md'))).toBeUndefined();
	expect(await opened.noteOf(new File(['pears'], 'list.txt'))).toBeUndefined();
});

it('S41 a file that no note can be made of is not read for it', async () => {
	const opened = new OpenedFiles(new MemoryKeyValueStore());
	const huge = new File([new Uint8Array(MAX_TEXT_FILE_BYTES + 1)], 'huge.md');
	await opened.remember(huge, 'note');
	expect(await opened.noteOf(huge)).toBeUndefined();
});
