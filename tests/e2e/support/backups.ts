import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { LoroDoc } from 'loro-crdt';
import { deriveNoteKeys } from '../../../src/lib/crypto/keys.js';
import { BackupWriter } from '../../../src/lib/storage/backup-writer.js';
import { randomBytes, type Bytes } from '../../../src/lib/util/bytes.js';
import type { Random } from '../../fuzz/random.js';

/** A note made outside of any browser. */
export interface MadeNote {
	readonly id: string;
	readonly seed: Bytes;
	readonly title: string;
	readonly doc: LoroDoc;
}

/** A note with the history of two people who wrote at the same time. */
export async function makeNote(title: string, random: Random): Promise<MadeNote> {
	const seed = randomBytes(32);
	const { noteId } = await deriveNoteKeys({ kind: 'edit', seed });
	const doc = new LoroDoc();
	const meta = doc.getMap('meta');
	meta.set('kind', 'text');
	meta.set('createdAt', 1_000);
	meta.set('title', title);
	doc.commit();
	const note = { id: noteId, seed, title, doc };
	writeOn(note, random);
	const other = new LoroDoc();
	other.import(doc.export({ mode: 'snapshot' }));
	writeOn({ ...note, doc: other }, random);
	writeOn(note, random);
	doc.import(other.export({ mode: 'update', from: doc.version() }));
	return note;
}

/** Some more edits, each a commit. */
export function writeOn({ doc }: MadeNote, random: Random): void {
	const body = doc.getText('body');
	for (let edit = 0; edit < 12; edit += 1) {
		const at = random.int(body.length + 1);
		if (random.chance(0.8)) body.insert(at, `${random.word()} `);
		else body.delete(at, random.int(Math.min(8, body.length - at)));
		doc.commit();
	}
}

/** The same note, to be written on apart. */
export function copyOf(note: MadeNote): MadeNote {
	const doc = new LoroDoc();
	doc.import(note.doc.export({ mode: 'snapshot' }));
	return { ...note, doc };
}

/** A backup of these notes, as Perch writes it. */
export async function backupOf(notes: readonly MadeNote[]): Promise<Buffer> {
	const writer = new BackupWriter(2_000);
	for (const { id, seed, title, doc } of notes) {
		const snapshot = doc.export({ mode: 'snapshot' });
		const text = doc.getText('body').toString();
		const invite = { kind: 'edit', seed } as const;
		await writer.add({
			id,
			invite,
			title,
			snapshot,
			text,
			addedAt: 1_000,
			changedAt: 1_500,
			shared: false
		});
	}
	return Buffer.from(await (await writer.finish()).arrayBuffer());
}

/** What has to be equal of a note before and after: content, version, operations, and the text as it once was. */
export function factsOf(doc: LoroDoc): object {
	const changes = [...doc.getAllChanges()].flatMap(([, ofPeer]) => ofPeer);
	changes.sort((a, b) => a.lamport - b.lamport || (a.peer < b.peer ? -1 : 1));
	const middle = changes[changes.length >> 1];
	const then = doc.forkAt(middle === undefined ? [] : [{ peer: middle.peer, counter: middle.counter }]);
	return {
		content: doc.toJSON() as unknown,
		version: [...doc.version().toJSON()].sort(),
		operations: doc.opCount(),
		earlier: then.toJSON() as unknown
	};
}

/** Every note as it lies in the browser's database, read without any of Perch's own code. */
export async function storedNotes(page: Page): Promise<ReadonlyMap<string, LoroDoc>> {
	const chunks = await page.evaluate(async () => {
		const database = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open('perch-notes');
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(new Error(String(request.error)));
		});
		const store = database.transaction('chunks').objectStore('chunks');
		const read = <Value>(request: IDBRequest<Value>) =>
			new Promise<Value>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(new Error(String(request.error)));
			});
		const [keys, values] = await Promise.all([
			read(store.getAllKeys()),
			read(store.getAll() as IDBRequest<Uint8Array[]>)
		]);
		database.close();
		return keys.flatMap((key, index) => {
			// The mark of the format is no chunk.
			if (!Array.isArray(key)) return [];
			const binary = Array.from(values[index] ?? [], (byte) => String.fromCharCode(byte)).join('');
			return { note: (key as string[])[0] ?? '', base64: btoa(binary) };
		});
	});
	const docs = new Map<string, LoroDoc>();
	for (const { note, base64 } of chunks) {
		const doc = docs.get(note) ?? new LoroDoc();
		doc.import(Buffer.from(base64, 'base64'));
		docs.set(note, doc);
	}
	docs.delete('library');
	return docs;
}

/** The file that a press of the button downloads. */
export async function downloaded(
	page: Page,
	press: () => Promise<void>
): Promise<{ name: string; bytes: Buffer }> {
	const [download] = await Promise.all([page.waitForEvent('download'), press()]);
	return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}
