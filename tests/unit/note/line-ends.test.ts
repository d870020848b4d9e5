import { LoroDoc, LoroText } from 'loro-crdt';
import { expect, it, vi } from 'vitest';
import { PoisonousUpdateError } from '$lib/note/guarded-import.js';
import { Note } from '$lib/note/note.js';
import { BODY } from '$lib/note/schema.js';
import { EMPTY_VERSION } from '$lib/note/version.js';
import { seeded } from '../../fuzz/random.js';

/** What another program, which writes as it likes, has of a note. */
function foreignCopy(note: Note): LoroDoc {
	const doc = new LoroDoc();
	doc.import(note.exportSnapshot());
	return doc;
}

function foreignInsert(doc: LoroDoc, at: number, text: string): Uint8Array {
	const before = doc.version();
	doc.getText(BODY).insert(at, text);
	doc.commit();
	return doc.export({ mode: 'update', from: before });
}

function bodyAfter(...texts: readonly string[]): string {
	const note = Note.create(new Date(0));
	const foreign = foreignCopy(note);
	for (const text of texts) note.import(foreignInsert(foreign, foreign.getText(BODY).length, text));
	return note.body.toString();
}

it.each([
	[['a\r\nb'], 'a\nb'],
	[['\r\n'], '\n'],
	[['\r\n\r\n\r\n'], '\n\n\n'],
	[['a\r\r\nb'], 'a\nb'],
	[['a\rb'], 'a\rb'],
	[['a\n\rb'], 'a\n\rb'],
	[['a\r', '\nb'], 'a\nb'],
	[['a\r', 'b', '\r\nc', '\r', '\n'], 'a\rb\nc\n'],
	[['plain\n', 'text\n'], 'plain\ntext\n']
])('line ends that another program wrote as %j become %j', (written, expected) => {
	expect(bodyAfter(...written)).toBe(expected);
});

it('a lone CR that becomes one of a pair because what stood between was deleted elsewhere', () => {
	const note = Note.create(new Date(0));
	const foreign = foreignCopy(note);
	note.import(foreignInsert(foreign, 0, 'a\rx\nb'));
	expect(note.body.toString()).toBe('a\rx\nb');
	foreign.getText(BODY).delete(2, 1);
	foreign.commit();
	note.import(foreign.export({ mode: 'update' }));
	expect(note.body.toString()).toBe('a\nb');
});

it('a snapshot, as it is loaded from the store, is repaired too', () => {
	const foreign = new LoroDoc();
	foreignInsert(foreign, 0, 'one\r\ntwo\r\n');
	const note = Note.empty();
	note.import(foreign.export({ mode: 'snapshot' }));
	expect(note.body.toString()).toBe('one\ntwo\n');
});

it('two peers that repair at the same time double nothing and lose nothing', () => {
	const random = seeded(14);
	for (let run = 0; run < 20; run += 1) {
		const a = Note.create(new Date(0));
		const b = Note.empty();
		b.import(a.exportSnapshot());
		const foreign = foreignCopy(a);
		const text = Array.from({ length: 20 }, () => random.pick(['\r\n', '\n', '\r', 'word', '😀'])).join('');
		const update = foreignInsert(foreign, 0, text);
		a.import(update);
		b.import(update);
		a.import(b.exportFrom(EMPTY_VERSION));
		b.import(a.exportFrom(EMPTY_VERSION));
		expect(a.body.toString()).toBe(text.replaceAll(/\r+\n/g, '\n'));
		expect(b.body.toString()).toBe(a.body.toString());
	}
}, 30_000);

it('a long run of lone CR costs no more than its length: its square would take many minutes', () => {
	const run = '\r'.repeat(1_000_000);
	// A first letter by itself: Loro is slow at a long insertion that is the first one of its writer.
	expect(bodyAfter('x', run).length).toBe(1 + run.length);
});

it('S34 a note that is read only takes everything as it comes, and writes nothing', () => {
	const note = Note.create(new Date(0));
	const viewed = Note.empty({ readOnly: true });
	viewed.import(note.exportSnapshot());
	const localUpdates: unknown[] = [];
	viewed.onChange(({ localUpdate }) => localUpdate !== undefined && localUpdates.push(localUpdate));
	viewed.import(foreignInsert(foreignCopy(note), 0, 'a\r\nb'));
	viewed.setTitle('mine');
	viewed.recordAuthor({ person: 'p', name: 'Vera' });
	expect([viewed.body.toString(), viewed.title]).toEqual(['a\r\nb', '']);
	expect(viewed.version().has(viewed.peerId)).toBe(false);
	expect(localUpdates).toEqual([]);
});

it('a note listens to no events while it is loaded: Loro would work out each operation of a long history', () => {
	const listening = [vi.spyOn(LoroText.prototype, 'subscribe'), vi.spyOn(LoroDoc.prototype, 'subscribe')];
	const counts = () => listening.map((spy) => spy.mock.calls.length);
	const before = counts();
	const foreign = new LoroDoc();
	const first = foreignInsert(foreign, 0, 'one\r\n');
	const note = Note.empty();
	note.load(foreign.export({ mode: 'snapshot' }));
	note.load(first);
	expect(counts()).toEqual(before);
	note.afterImport();
	expect(note.body.toString()).toBe('one\n');
	note.import(foreignInsert(foreign, 5, 'two\r\n'));
	expect(note.body.toString()).toBe('one\ntwo\n');
	expect(counts()).not.toEqual(before);
});

it('what was first loaded is read at once: it is to blame if nobody can', () => {
	const foreign = new LoroDoc();
	foreignInsert(foreign, 0, 'one');
	const reading = vi.spyOn(LoroDoc.prototype, 'toJSON').mockImplementationOnce(() => {
		throw new Error('unreachable');
	});
	const snapshot = foreign.export({ mode: 'snapshot' });
	expect(() => Note.empty().load(snapshot)).toThrow(PoisonousUpdateError);
	reading.mockRestore();
	expect(Note.empty().load(snapshot)).toMatchObject({ kind: 'imported', changed: true });
});
