import { expect, it } from 'vitest';
import { StorageError } from '$lib/storage/chunk-store.js';
import { importText } from '$lib/workspace/import-file.js';
import { IncomingFiles, IncomingShare } from '$lib/workspace/incoming-parts.js';
import { Transfers } from '$lib/workspace/transfers.svelte.js';
import { device, type Device } from './shelf.js';

const BLANK = { title: '', text: '', url: '' };

function file(name: string): File {
	return new File([`the text of ${name}`], `${name}.md`);
}

/** A device whose disk is full after so many more writes; `room.left` may be set at any time. */
async function smallDevice(): Promise<{ at: Device; room: { left: number } }> {
	const room = { left: Infinity };
	const at = await device((operation) => {
		if (operation !== 'append') return;
		if (room.left <= 0) throw new StorageError('quota');
		room.left -= 1;
	});
	return { at, room };
}

function takerOf(at: Device) {
	const transfers = new Transfers(() => at.shelf);
	return {
		transfers,
		takeInNext: transfers.takeInNext.bind(transfers),
		createOf: (text: { title: string; text: string }) => importText(at.shelf, text)
	};
}

function titles(at: Device): string[] {
	return at.library.notes.map(({ title }) => title).sort();
}

it('S42 what is shared is needed until all of it is stored: on a full disk it fails, and can be tried again', async () => {
	const { at, room } = await smallDevice();
	const share = new IncomingShare({
		text: { ...BLANK, title: 'words', text: 'of another app' },
		files: [file('a'), file('b'), file('c')]
	});
	const taker = takerOf(at);
	// The note of the text takes two writes, so does that of the first file.
	room.left = 4;
	const leftThen: unknown[] = [];
	const onTextMade = () => Promise.resolve(void leftThen.push(share.left));
	await expect(share.takeIn(taker, onTextMade)).rejects.toMatchObject({ reason: 'quota' });
	expect(leftThen).toMatchObject([{ text: BLANK, files: [{}, {}, {}] }]);
	expect(share.left).toMatchObject({ text: BLANK, files: [{ name: 'b.md' }, { name: 'c.md' }] });
	room.left = Infinity;
	const { ofText, ofFiles } = await share.takeIn(taker, onTextMade);
	expect(leftThen).toHaveLength(1);
	expect(ofText).toBeDefined();
	expect(ofFiles).toMatchObject({ ended: 'done', moved: 2 });
	expect(titles(at)).toEqual(['a', 'b', 'c', 'words']);
});

it('S42 what is stopped is needed still', async () => {
	const { at } = await smallDevice();
	const share = new IncomingShare({ text: BLANK, files: [file('a'), file('b')] });
	const taker = takerOf(at);
	const taking = share.takeIn(taker);
	while (taker.transfers.running === undefined) await Promise.resolve();
	taker.transfers.cancel();
	await expect(taking).rejects.toMatchObject({ reason: 'stopped' });
	expect((await share.takeIn(taker)).ofFiles?.ended).toBe('done');
	expect(titles(at)).toEqual(['a', 'b']);
});

it('S41 S42 of what comes while something else is under way nothing is passed over', async () => {
	const { at } = await smallDevice();
	const taker = takerOf(at);
	const reports = await Promise.all([
		taker.transfers.takeIn([file('chosen')]),
		new IncomingFiles([file('a')]).takeIn(taker),
		new IncomingFiles([file('b')]).takeIn(taker),
		taker.transfers.takeIn([file('too early')])
	]);
	expect(reports.map((report) => report?.made.length)).toEqual([1, 1, 1, undefined]);
	expect(titles(at)).toEqual(['a', 'b', 'chosen']);
});
