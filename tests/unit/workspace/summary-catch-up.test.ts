import { beforeEach, expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import type { NoteShelf } from '$lib/workspace/note-shelf.js';
import { previewText } from '$lib/ui/preview-text.js';
import { summarise } from '$lib/workspace/summaries.js';
import { catchUpSummaries } from '$lib/workspace/summary-catch-up.js';
import type { NoteSummary } from '$lib/workspace/types.js';
import { ManualClock } from '../sync/manual-clock.js';
import { device, keep, type Device } from './shelf.js';

const BEGIN_AFTER_MS = 3_000;

let here: Device;

beforeEach(async () => {
	here = await device();
});

/** A note whose line an older Perch made. */
async function kept(title: string, changes: Partial<NoteSummary> = {}): Promise<string> {
	const note = Note.of({ title, text: `with a #tag of ${title}` }, new Date(0));
	const { noteId } = await keep(here, note);
	await here.shelf.putSummary({ ...summarise(noteId, note, 1_000), tags: undefined, ...changes });
	note.close();
	return noteId;
}

/** Web Locks, of which the one asked for is free or held by another tab. */
function locks(free: boolean): Pick<LockManager, 'request'> {
	const request = (_name: string, _options: LockOptions, work: (lock: Lock | null) => unknown) =>
		Promise.resolve(work(free ? ({} as Lock) : null));
	return { request: request as LockManager['request'] };
}

async function catchUp(shelf: NoteShelf = here.shelf, free = true): Promise<void> {
	const clock = new ManualClock();
	const done = catchUpSummaries(shelf, clock, locks(free));
	clock.advance(BEGIN_AFTER_MS);
	await done;
}

it('S39 the tags of notes whose line is of an older Perch are looked for; nothing else of the line changes', async () => {
	const id = await kept('Orchard');
	await catchUp();
	expect(here.shelf.summary(id)).toMatchObject({ title: 'Orchard', changedAt: 1_000, tags: ['tag'] });
});

it('S39 a line in which an older Perch made one of the lines of the text gets them back, once; nothing else of it changes', async () => {
	const note = Note.of({ title: 'Orchard', text: '# On Thursday\n\n- pears\n- plums' }, new Date(0));
	const { noteId } = await keep(here, note);
	const old = { id: noteId, title: 'Orchard', changedAt: 1_000, waiting: false, tags: ['kept'] };
	const preview = '# On Thursday - pears - plums';
	await here.shelf.putSummary({ ...old, preview, sharedWith: ['Ada'] });
	const plain = { ...old, id: 'plain', preview: 'no-mark of 3.5 or #tag' };
	await here.shelf.putSummary(plain);
	await catchUp();
	const right = here.shelf.summary(noteId);
	expect(right).toMatchObject({ changedAt: 1_000, sharedWith: ['Ada'] });
	expect(previewText(right?.preview ?? '')).toBe('On Thursday pears plums');
	expect(here.shelf.summary('plain')).toEqual(plain);
	await catchUp();
	expect(here.shelf.summary(noteId)).toBe(right);
	note.close();
});

it('S39 lines that have tags, or wait, or are missing are left alone', async () => {
	const known = await kept('Known', { tags: ['other'] });
	const waiting = await kept('Waiting', { waiting: true });
	const { noteId: lineless } = await keep(here, Note.of({ title: 'a', text: '#b' }, new Date(0)));
	await catchUp();
	expect(here.shelf.summary(known)?.tags).toEqual(['other']);
	expect(here.shelf.summary(waiting)?.tags).toBeUndefined();
	expect(here.shelf.summary(lineless)).toBeUndefined();
});

it('S39 one tab does it, and none before its time', async () => {
	const id = await kept('Orchard');
	await catchUp(here.shelf, false);
	expect(here.shelf.summary(id)?.tags).toBeUndefined();
	void catchUpSummaries(here.shelf, new ManualClock(), locks(true));
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(here.shelf.summary(id)?.tags).toBeUndefined();
});

it('S39 a line that was made anew while the note was read stays', async () => {
	const id = await kept('Orchard');
	let asked = 0;
	const shelf = Object.create(here.shelf, {
		entries: { get: () => here.shelf.entries },
		summary: {
			value: (noteId: string) => {
				const summary = here.shelf.summary(noteId);
				// The second time it is another.
				asked += 1;
				return asked === 1 || summary === undefined ? summary : { ...summary };
			}
		}
	}) as NoteShelf;
	await catchUp(shelf);
	expect(here.shelf.summary(id)?.tags).toBeUndefined();
});

it('S39 where storage fails it ends quietly, and the next start goes on', async () => {
	const [first, second] = [await kept('First'), await kept('Second')];
	vi.spyOn(console, 'warn').mockReturnValue(undefined);
	let room = 1;
	const shelf = Object.create(here.shelf, {
		entries: { get: () => here.shelf.entries },
		putSummary: {
			value: (summary: NoteSummary) =>
				room-- > 0 ? here.shelf.putSummary(summary) : Promise.reject(new StorageError('quota'))
		}
	}) as NoteShelf;
	await catchUp(shelf);
	const tagged = () => [first, second].filter((id) => here.shelf.summary(id)?.tags !== undefined);
	expect(tagged()).toHaveLength(1);
	await catchUp();
	expect(tagged()).toHaveLength(2);
});
