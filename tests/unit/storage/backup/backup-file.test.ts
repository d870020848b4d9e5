import { unzipSync, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import type { BackupNoteFailure } from '$lib/storage/backup-format.js';
import { BackupReader } from '$lib/storage/backup-reader.js';
import { MemoryChunkStore, MemoryDisk } from '$lib/storage/memory-chunk-store.js';
import { mergeSnapshot } from '$lib/storage/merge-snapshot.js';
import { NoteLog } from '$lib/storage/note-log.js';
import { crc32 } from '$lib/util/crc32.js';
import { randomBytes, toBase64Url } from '$lib/util/bytes.js';
import { seeded } from '../../../fuzz/random.js';
import { bytesOf, findSignature, forged, manifestJson, sample, written, type Sample } from './backup-file.js';

const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;

async function refusedAs(file: Blob): Promise<string> {
	try {
		await BackupReader.open(file);
		return 'opened';
	} catch (error) {
		return error instanceof Error && 'reason' in error ? String(error.reason) : String(error);
	}
}

async function noteRefusedAs(file: Blob, { record }: Sample): Promise<BackupNoteFailure | 'read'> {
	const reader = await BackupReader.open(file);
	try {
		await reader.snapshot(record);
		return 'read';
	} catch (error) {
		if (error instanceof Error && 'reason' in error) return error.reason as BackupNoteFailure;
		throw error;
	}
}

/** The bytes with a number of two or four bytes put in. */
async function changed(
	file: Blob,
	at: (bytes: Uint8Array) => number,
	value: number,
	width = 4
): Promise<Blob> {
	const bytes = await bytesOf(file);
	const view = new DataView(bytes.buffer);
	if (width === 4) view.setUint32(at(bytes), value, true);
	else view.setUint16(at(bytes), value, true);
	return new Blob([bytes]);
}

it('S20 what is written is read again, note by note', async () => {
	const samples = [await sample(), await sample('', ''), await sample('Zoë 😀', 'x'.repeat(400_000))];
	const reader = await BackupReader.open(await written(...samples));
	expect(reader.manifest).toEqual({
		createdAt: 3,
		records: samples.map(({ record }) => record),
		unreadable: []
	});
	for (const { record, snapshot } of samples) expect(await reader.snapshot(record)).toEqual(snapshot);
});

it('S20 a person can read the texts without Perch, under names that every system takes', async () => {
	const file = await written(
		await sample('Orchard', 'pears'),
		await sample('orchard', 'quinces'),
		await sample('../../CON', 'trick'),
		await sample('', 'First line\nsecond'),
		await sample('', '')
	);
	const names = Object.keys(unzipSync(await bytesOf(file)));
	expect(names.filter((name) => name.startsWith('text/'))).toEqual([
		'text/Orchard.md',
		'text/orchard (2).md',
		'text/_CON.md',
		'text/First line.md',
		'text/Untitled.md'
	]);
	const entries = unzipSync(await bytesOf(file));
	expect(new TextDecoder().decode(entries['text/orchard (2).md'])).toBe('# orchard\n\nquinces');
	expect(names.at(-1)).toBe('perch-backup.json');
});

it('S25 what is no backup is refused as such', async () => {
	expect(await refusedAs(new Blob([]))).toBe('foreign');
	expect(await refusedAs(new Blob(['PK']))).toBe('foreign');
	expect(await refusedAs(new Blob(['%PDF-1.7 and so on']))).toBe('foreign');
	expect(await refusedAs(forged({ format: 'something-else', version: 1 }))).toBe('foreign');
	expect(await refusedAs(forged('{}', { 'notes/a': Uint8Array.of(1) }))).toBe('foreign');
	expect(await refusedAs(new Blob([zipSync({ 'a.txt': Uint8Array.of(1) })]))).toBe('foreign');
});

it('S25 a file that lacks any part of its end is refused as cut off', async () => {
	const bytes = await bytesOf(await written(await sample(), await sample()));
	for (let length = 4; length < bytes.length; length += 7) {
		expect(await refusedAs(new Blob([bytes.subarray(0, length)]))).toBe('truncated');
	}
});

it('S25 a backup of a later version is refused as newer, whatever else it says', async () => {
	expect(await refusedAs(forged(manifestJson([], { version: 2, notes: 'elsewhere' })))).toBe('newer');
});

it.each([
	['no JSON', 'nonsense'],
	['no object', '7'],
	['null', 'null'],
	['a version that is none', manifestJson([], { version: 0 })],
	['a version in words', manifestJson([], { version: '1' })],
	['no time', manifestJson([], { createdAt: null })],
	['no notes', manifestJson([], { notes: {} })]
])('S25 a manifest with %s is refused as damaged', async (_, manifest) => {
	expect(await refusedAs(forged(manifest))).toBe('damaged');
});

it('S25 too many notes are refused before any is looked at', async () => {
	expect(await refusedAs(forged(manifestJson([], { notes: Array(20_001).fill(0) })))).toBe('too-large');
});

it('S25 the same note twice, or the same name twice in the ZIP, is refused', async () => {
	const one = await sample();
	expect(await refusedAs(forged(manifestJson([one, one])))).toBe('damaged');
	const bytes = await bytesOf(
		forged(manifestJson([one]), { 'notes/a': Uint8Array.of(1), 'notes/b': Uint8Array.of(1) })
	);
	const text = new TextDecoder('latin1').decode(bytes).replaceAll('notes/b', 'notes/a');
	const doubled = Uint8Array.from(text, (character) => character.charCodeAt(0));
	expect(doubled.length).toBe(bytes.length);
	expect(await refusedAs(new Blob([bytes]))).toBe('opened');
	expect(await refusedAs(new Blob([doubled]))).toBe('damaged');
});

it('S26 a note that the manifest describes badly is named, and the others are read', async () => {
	const good = await sample();
	const wrong = [
		{ id: '../../../../etc/passwd' },
		{ id: '__proto__' },
		{ seed: toBase64Url(randomBytes(31)) },
		{ seed: '?' },
		{ addedAt: 'today' },
		{ addedAt: 1e18 },
		{ changedAt: -1 },
		{ shared: 1 }
	];
	const [line] = (manifestJson([good]) as { notes: object[] }).notes;
	const notes = [
		...wrong.map((each, index) => ({ ...line, title: `wrong ${index}`, ...each })),
		7,
		null,
		line
	];
	const file = forged(manifestJson([], { notes }), { [`notes/${good.record.id}.loro`]: good.snapshot });
	const reader = await BackupReader.open(file);
	expect(reader.manifest.records).toEqual([good.record]);
	expect(reader.manifest.unreadable).toEqual([...wrong.map((_, index) => `wrong ${index}`), '', '']);
	expect(await reader.snapshot(good.record)).toEqual(good.snapshot);
});

it('S26 a note under an id that its seed does not give is refused', async () => {
	const [mine, other] = [await sample(), await sample()];
	const claimed = { ...mine, record: { ...mine.record, id: other.record.id } };
	const file = forged(manifestJson([claimed]), { [`notes/${other.record.id}.loro`]: mine.snapshot });
	expect(await noteRefusedAs(file, claimed)).toBe('wrong-id');
});

it('S26 a note that is not in the file, or only under a path of tricks, is missing', async () => {
	const one = await sample();
	const tricks = [
		`../notes/${one.record.id}.loro`,
		`/notes/${one.record.id}.loro`,
		`notes\\${one.record.id}.loro`
	];
	const entries = Object.fromEntries(tricks.map((path) => [path, one.snapshot]));
	expect(await noteRefusedAs(forged(manifestJson([one]), entries), one)).toBe('missing');
});

it('S26 every flipped byte of a note is found, and the other note is read', async () => {
	const [hurt, whole] = [await sample(), await sample('Whole', 'well')];
	const bytes = await bytesOf(await written(hurt, whole));
	const end = findSignature(bytes, LOCAL, 1);
	const random = seeded(26);
	for (let at = findSignature(bytes, LOCAL); at < end; at += 1 + random.int(6)) {
		const flipped = bytes.slice();
		flipped[at] = (flipped[at] ?? 0) ^ (1 << random.int(8));
		const file = new Blob([flipped]);
		// Times, flags and what follows the content are not looked at; then the content is what it was.
		const reader = await BackupReader.open(file);
		const read = await reader.snapshot(hurt.record).catch(() => 'refused');
		expect(read === 'refused' || toBase64Url(read as Uint8Array) === toBase64Url(hurt.snapshot)).toBe(true);
		expect(await reader.snapshot(whole.record)).toEqual(whole.snapshot);
	}
});

it('S25 S26 whatever bytes are flipped or cut out, nothing but a refusal comes of it', async () => {
	const samples = [await sample(), await sample('', 'x')];
	const bytes = await bytesOf(await written(...samples));
	const random = seeded(2526);
	for (let run = 0; run < 400; run += 1) {
		const hurt = bytes.slice();
		for (let flips = random.int(4); flips >= 0; flips -= 1) hurt[random.int(hurt.length)] = random.int(256);
		const cut = random.chance(0.3) ? hurt.subarray(random.int(60), hurt.length - random.int(60)) : hurt;
		const file = new Blob([cut]);
		if ((await refusedAs(file)) !== 'opened') continue;
		const reader = await BackupReader.open(file);
		for (const record of reader.manifest.records) {
			const original = samples.find((each) => each.record.id === record.id);
			const read = await reader.snapshot(record).catch((error: unknown) => error);
			if (read instanceof Uint8Array) expect(read).toEqual(original?.snapshot);
			else expect(read).toHaveProperty('reason');
		}
	}
});

it('S26 an entry that states more than a note may have is refused before it is decompressed', async () => {
	const one = await sample();
	const path = `notes/${one.record.id}.loro`;
	const file = forged(manifestJson([one]), { [path]: new Uint8Array(64 * 1024 * 1024 + 1) });
	expect(file.size).toBeLessThan(100_000);
	expect(await noteRefusedAs(file, one)).toBe('too-large');
});

it('S26 an entry that holds more than it states is given up at that', async () => {
	const one = await sample();
	const file = forged(manifestJson([one]), { [`notes/${one.record.id}.loro`]: new Uint8Array(50_000_000) });
	const lying = await changed(file, (bytes) => findSignature(bytes, ENTRY, 1) + 24, 1_000);
	expect(await noteRefusedAs(lying, one)).toBe('damaged');
});

it('S25 a manifest that would fill the memory is refused', async () => {
	const huge = `{"format":"perch-backup","version":1,"x":"${'x'.repeat(33 * 1024 * 1024)}"}`;
	expect(await refusedAs(forged(huge))).toBe('too-large');
});

it('S25 entries that share their bytes are refused', async () => {
	const [one, two] = [await sample(), await sample()];
	const file = await written(one, two);
	const toFirst = await changed(file, (bytes) => findSignature(bytes, ENTRY, 2) + 42, 0);
	expect(await refusedAs(toFirst)).toBe('damaged');
});

it('S25 S26 encrypted, of another method, under another name in the entry, pointing out of the file', async () => {
	const one = await sample();
	const file = await written(one);
	const inDirectory = (offset: number) => (bytes: Uint8Array) => findSignature(bytes, ENTRY) + offset;
	expect(await noteRefusedAs(await changed(file, inDirectory(8), 1, 2), one)).toBe('damaged');
	expect(await noteRefusedAs(await changed(file, inDirectory(10), 12, 2), one)).toBe('damaged');
	expect(await noteRefusedAs(await changed(file, () => 34, 0x41414141), one)).toBe('damaged');
	expect(await refusedAs(await changed(file, inDirectory(42), 0x7fffffff))).toBe('damaged');
	expect(await refusedAs(await changed(file, (bytes) => findSignature(bytes, END) + 16, 0xffffffff))).toBe(
		'too-large'
	);
	expect(await refusedAs(await changed(file, (bytes) => findSignature(bytes, END) + 16, 0x7fffffff))).toBe(
		'damaged'
	);
});

it('S20 a ZIP packed again by another program, with a comment and other files, is read', async () => {
	const one = await sample();
	const entries = unzipSync(await bytesOf(await written(one)));
	const { 'perch-backup.json': manifest, ...others } = entries;
	const again = forged(new TextDecoder().decode(manifest), { '__MACOSX/._x': Uint8Array.of(1), ...others });
	const bytes = await bytesOf(again);
	const comment = new TextEncoder().encode('PK\x05\x06 is in this comment');
	new DataView(bytes.buffer).setUint16(findSignature(bytes, END) + 20, comment.length, true);
	expect(await noteRefusedAs(new Blob([bytes, comment]), one)).toBe('read');
});

it('S22 what Loro refuses is not stored', async () => {
	const disk = new MemoryDisk();
	const store = new MemoryChunkStore(disk);
	const whole = Note.of({ title: 'a', text: 'b' }, new Date());
	const before = whole.version();
	whole.body.insert(0, 'c');
	whole.doc.commit();
	const waiting = whole.exportFrom(before);
	const shallow = whole.doc.export({ mode: 'shallow-snapshot', frontiers: whole.doc.frontiers() });
	for (const bytes of [Uint8Array.of(1, 2, 3), new Uint8Array(), waiting, shallow]) {
		await expect(mergeSnapshot(new NoteLog(store, 'n'), bytes)).rejects.toMatchObject({ reason: 'damaged' });
	}
	expect(disk.chunks).toEqual([]);
});

it('S20 the CRC is that of ZIP', () => {
	expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

it('S20 marks that are no moments are passed over, and pins need not be there', async () => {
	const one = await sample();
	const manifest = (marks: object) => manifestJson([{ ...one, record: { ...one.record, ...marks } }]);
	const read = async (marks: object) =>
		(await BackupReader.open(forged(manifest(marks)))).manifest.records[0];
	expect(await read({})).toEqual(one.record);
	expect(await read({ trashedAt: 1e18, pinnedAt: -1 })).toEqual(one.record);
	expect(await read({ trashedAt: 4, pinnedAt: 5 })).toEqual({ ...one.record, trashedAt: 4, pinnedAt: 5 });
});
