import {
	StorageError,
	type Chunk,
	type ChunkKey,
	type ChunkStore
} from '../../src/lib/storage/chunk-store.js';
import { equalBytes } from '../../src/lib/util/bytes.js';
import { assert, assertEqual, failureOf } from './assert.js';
import { runTab, storedWords } from './word-tab.js';

/** One database, empty at first, and what can happen to it. */
export interface StoreBench {
	/** A store on the database: as another tab each time. */
	open(): ChunkStore;
	/** Changes the bytes under a key, behind the back of the stores. */
	damage(key: ChunkKey): Promise<void>;
	/** Deletes the whole database, while stores have it open. */
	deleteDatabase(): Promise<void>;
	/** Closes the connections of the open stores without telling them, as WebKit does on resume. */
	breakConnections(): Promise<void>;
}

/** A rule that each chunk store keeps (docs/storage.md); the number is the rule's. */
export type ContractCase = readonly [name: string, run: (bench: StoreBench) => Promise<void>];

const NOTE = 'note';
const BIG_CHUNK_BYTES = 8 * 1024 * 1024;
const MANY_CHUNKS = 300;
const COMPACTION_ROUNDS = 50;

/** The SHA-256 of no bytes at all. */
const HASH_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export const CHUNK_STORE_CASES: readonly ContractCase[] = [
	['S1 an empty store has no notes and no chunks', emptyStore],
	['S1 a chunk is found under its note, kind and SHA-256', appendThenLoad],
	['S1 a chunk without bytes is a chunk', emptyChunk],
	['S1 notes are kept apart, also where one id begins with another', notesApart],
	['S1 equal bytes as update and as snapshot are two chunks', kindsApart],
	['S1 a chunk of 8 MB comes back as it was', bigChunk],
	['S1 a view of a part of a buffer is stored without the rest', partOfBuffer],
	['S1 bytes that change after the call are stored as they were', copiedAtCall],
	['S1 the keys of a note, and of all, are given without reading a chunk', keysOfNotes],
	['S2 appending the same bytes again changes nothing', appendTwice],
	['S2 many appends at the same time are all there', manyAppends],
	['S2 another tab sees what was committed', otherTabSees],
	['S3 chunks come by kind and hash, in whatever order they were written', byHash],
	['S3 removing takes what is named and passes over what is not there', removeNamed],
	['S3 removing nothing does nothing', removeNothing],
	['S38 erasing takes all of one note, damaged or not, and nothing of others', eraseNote],
	['S5 two tabs that append and compact at the same time lose nothing', twoTabs],
	['S6 a damaged chunk is set aside and left where it is', damagedAside],
	['S6 appending the true bytes heals a damaged chunk', damagedHealed],
	['S45 a damaged chunk is given out as it is found, beside the whole ones', damagedSalvaged],
	['S10 a store whose database was deleted says so and works again', databaseDeleted],
	['S10 a store whose connection was closed under it works again', connectionClosed],
	['S10 a closed store fails with "closed"', closedStore],
	['S10 what was begun before closing is completed', closedWhileAppending]
];

async function keysOfNotes(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const first = await store.append(NOTE, 'update', Uint8Array.of(1));
	const second = await store.append(NOTE, 'snapshot', Uint8Array.of(2));
	const other = await store.append(`${NOTE}s`, 'update', Uint8Array.of(1));
	await bench.damage(first);
	const named = (keys: readonly ChunkKey[]) =>
		keys.map(({ note, kind, hash }) => `${note} ${kind} ${hash}`).sort();
	assertEqual(named(await store.keys(NOTE)), named([first, second]), 'the keys of one note');
	assertEqual(named(await store.keys()), named([first, second, other]), 'all keys');
	assertEqual(await store.keys('none'), [], 'the keys of a note that is not there');
}

async function emptyStore(bench: StoreBench): Promise<void> {
	const store = bench.open();
	assertEqual(await store.notes(), [], 'notes');
	assertEqual(await store.load(NOTE), { chunks: [], damaged: [] }, 'chunks');
}

async function appendThenLoad(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const bytes = bytesOf(1, 2, 3);
	const key = await store.append(NOTE, 'update', bytes);
	assertEqual(
		key,
		{ note: NOTE, kind: 'update', hash: '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81' },
		'key'
	);
	const { chunks, damaged } = await store.load(NOTE);
	assertChunks(chunks, [{ key, bytes }]);
	assertEqual(damaged, [], 'damaged');
}

async function emptyChunk(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const key = await store.append(NOTE, 'update', bytesOf());
	assertEqual(key.hash, HASH_OF_NOTHING, 'hash');
	assertChunks((await store.load(NOTE)).chunks, [{ key, bytes: bytesOf() }]);
}

async function notesApart(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const notes = ['', 'no', 'not', 'note', 'note/update', 'note,', 'noté', '\uffff'];
	const expected = new Map<string, Chunk>();
	for (const [index, note] of notes.entries()) {
		const bytes = bytesOf(index);
		expected.set(note, { key: await store.append(note, 'update', bytes), bytes });
	}
	for (const [note, chunk] of expected) assertChunks((await store.load(note)).chunks, [chunk]);
	assertEqual(await store.notes(), [...notes].sort(), 'notes');
}

async function kindsApart(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const bytes = bytesOf(7);
	const update = await store.append(NOTE, 'update', bytes);
	const snapshot = await store.append(NOTE, 'snapshot', bytes);
	assertChunks((await store.load(NOTE)).chunks, [
		{ key: update, bytes },
		{ key: snapshot, bytes }
	]);
	await store.remove([update]);
	assertChunks((await store.load(NOTE)).chunks, [{ key: snapshot, bytes }]);
}

async function bigChunk(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const bytes = new Uint8Array(BIG_CHUNK_BYTES).map((_, index) => index % 251);
	const key = await store.append(NOTE, 'snapshot', bytes);
	assertChunks((await store.load(NOTE)).chunks, [{ key, bytes }]);
}

async function partOfBuffer(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const whole = new Uint8Array(1024).fill(9);
	const key = await store.append(NOTE, 'update', whole.subarray(10, 14));
	const { chunks } = await store.load(NOTE);
	assertChunks(chunks, [{ key, bytes: bytesOf(9, 9, 9, 9) }]);
	assertEqual(chunks[0]?.bytes.buffer.byteLength, 4, 'bytes of the buffer');
}

async function copiedAtCall(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const bytes = bytesOf(1, 1, 1);
	const appending = store.append(NOTE, 'update', bytes);
	bytes.fill(2);
	const key = await appending;
	assertChunks((await store.load(NOTE)).chunks, [{ key, bytes: bytesOf(1, 1, 1) }]);
}

async function appendTwice(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const bytes = bytesOf(5);
	const [first, second] = await Promise.all([
		store.append(NOTE, 'update', bytes),
		store.append(NOTE, 'update', bytes)
	]);
	assertEqual(first, second, 'keys');
	assertChunks((await store.load(NOTE)).chunks, [{ key: first, bytes }]);
}

async function manyAppends(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const all = Array.from({ length: MANY_CHUNKS }, (_, index) => bytesOf(index % 256, index >> 8));
	const keys = await Promise.all(all.map((bytes) => store.append(NOTE, 'update', bytes)));
	assertEqual(new Set(keys.map(({ hash }) => hash)).size, MANY_CHUNKS, 'distinct keys');
	assertEqual((await store.load(NOTE)).chunks.length, MANY_CHUNKS, 'chunks');
}

async function otherTabSees(bench: StoreBench): Promise<void> {
	const [tabA, tabB] = [bench.open(), bench.open()];
	assertEqual((await tabB.load(NOTE)).chunks.length, 0, 'chunks before');
	const key = await tabA.append(NOTE, 'update', bytesOf(1));
	assertChunks((await tabB.load(NOTE)).chunks, [{ key, bytes: bytesOf(1) }]);
	await tabB.remove([key]);
	assertEqual((await tabA.load(NOTE)).chunks.length, 0, 'chunks after');
}

async function byHash(bench: StoreBench): Promise<void> {
	const store = bench.open();
	for (let value = 0; value < 20; value += 1) {
		await store.append(NOTE, value % 5 === 0 ? 'snapshot' : 'update', bytesOf(value));
	}
	const ids = (await store.load(NOTE)).chunks.map(({ key: { kind, hash } }) => `${kind} ${hash}`);
	assertEqual(ids, [...ids].sort(), 'the order of keys');
}

async function removeNamed(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const [one, two, three] = await Promise.all(
		[1, 2, 3].map((value) => store.append(NOTE, 'update', bytesOf(value)))
	);
	assert(one !== undefined && two !== undefined && three !== undefined, 'three keys');
	await store.remove([one]);
	await store.remove([one, { note: 'other', kind: 'snapshot', hash: 'none' }, three]);
	assertChunks((await store.load(NOTE)).chunks, [{ key: two, bytes: bytesOf(2) }]);
}

async function eraseNote(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const kept: Chunk[] = [];
	for (const note of ['not', 'notes', `aside:${NOTE}`]) {
		const bytes = bytesOf(7);
		kept.push({ key: await store.append(note, 'update', bytes), bytes });
	}
	await store.append(NOTE, 'update', bytesOf(1));
	await store.append(NOTE, 'snapshot', bytesOf(2));
	await bench.damage(await store.append(NOTE, 'update', bytesOf(3)));
	await store.append('second', 'update', bytesOf(4));
	await store.erase([NOTE, 'none', 'second']);
	await store.erase([]);
	assertEqual(await store.load('second'), { chunks: [], damaged: [] }, 'erased with it');
	assertEqual(await store.load(NOTE), { chunks: [], damaged: [] }, 'erased');
	for (const chunk of kept) assertChunks((await store.load(chunk.key.note)).chunks, [chunk]);
}

async function removeNothing(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const key = await store.append(NOTE, 'update', bytesOf(1));
	await store.remove([]);
	assertChunks((await store.load(NOTE)).chunks, [{ key, bytes: bytesOf(1) }]);
}

async function twoTabs(bench: StoreBench): Promise<void> {
	const written = await Promise.all(
		['a', 'b'].map((name) => runTab(bench.open(), NOTE, name, COMPACTION_ROUNDS))
	);
	assertEqual([...(await storedWords(bench.open(), NOTE))].sort(), written.flat().sort(), 'words');
}

async function damagedAside(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const hurt = await store.append(NOTE, 'update', bytesOf(1));
	const whole = await store.append(NOTE, 'update', bytesOf(2));
	await bench.damage(hurt);
	for (let times = 0; times < 2; times += 1) {
		const { chunks, damaged } = await store.load(NOTE);
		assertChunks(chunks, [{ key: whole, bytes: bytesOf(2) }]);
		assertEqual(damaged, [hurt], 'damaged');
	}
}

async function damagedSalvaged(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const hurt = await store.append(NOTE, 'update', bytesOf(1));
	const whole = await store.append(NOTE, 'update', bytesOf(2));
	await bench.damage(hurt);
	const salvaged = await store.salvage(NOTE);
	assertEqual(salvaged.length, 2, 'salvaged');
	assert(
		salvaged.some(({ key, bytes }) => key.hash === whole.hash && equalBytes(bytes, bytesOf(2))),
		'the whole chunk is there'
	);
	assert(
		salvaged.some(({ key, bytes }) => key.hash === hurt.hash && !equalBytes(bytes, bytesOf(1))),
		'the damaged chunk is there as it is'
	);
	assertEqual((await store.salvage('other')).length, 0, 'of another note');
}

async function damagedHealed(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const key = await store.append(NOTE, 'update', bytesOf(1));
	await bench.damage(key);
	await store.append(NOTE, 'update', bytesOf(1));
	const { chunks, damaged } = await store.load(NOTE);
	assertChunks(chunks, [{ key, bytes: bytesOf(1) }]);
	assertEqual(damaged, [], 'damaged');
}

async function databaseDeleted(bench: StoreBench): Promise<void> {
	const stores = [bench.open(), bench.open()];
	let interruptions = 0;
	for (const store of stores) {
		await store.append(NOTE, 'update', bytesOf(1));
		store.onInterrupted(() => (interruptions += 1));
	}
	await bench.deleteDatabase();
	assertEqual(interruptions, stores.length, 'interruptions');
	for (const store of stores) {
		const key = await store.append(NOTE, 'update', bytesOf(2));
		assertChunks((await store.load(NOTE)).chunks, [{ key, bytes: bytesOf(2) }]);
	}
	assertEqual(interruptions, stores.length, 'interruptions in the end');
}

async function connectionClosed(bench: StoreBench): Promise<void> {
	const store = bench.open();
	const one = await store.append(NOTE, 'update', bytesOf(1));
	let interruptions = 0;
	store.onInterrupted(() => (interruptions += 1));
	await bench.breakConnections();
	const [two, three] = await Promise.all([
		store.append(NOTE, 'update', bytesOf(2)),
		store.append(NOTE, 'update', bytesOf(3))
	]);
	assertEqual(interruptions, 1, 'interruptions');
	await bench.breakConnections();
	assertChunks((await store.load(NOTE)).chunks, [
		{ key: one, bytes: bytesOf(1) },
		{ key: two, bytes: bytesOf(2) },
		{ key: three, bytes: bytesOf(3) }
	]);
}

async function closedStore(bench: StoreBench): Promise<void> {
	for (const used of [true, false]) {
		const store = bench.open();
		if (used) await store.append(NOTE, 'update', bytesOf(1));
		store.close();
		store.close();
		const calls = [
			() => store.load(NOTE),
			() => store.append(NOTE, 'update', bytesOf(2)),
			() => store.remove([]),
			() => store.notes()
		];
		for (const call of calls) {
			const failure = await failureOf(call(), 'a call of a closed store');
			assert(
				failure instanceof StorageError && failure.reason === 'closed',
				`failed with ${String(failure)}`
			);
		}
	}
	assertEqual((await bench.open().load(NOTE)).chunks.length, 1, 'chunks');
}

async function closedWhileAppending(bench: StoreBench): Promise<void> {
	const store = bench.open();
	await store.load(NOTE);
	const appending = store.append(NOTE, 'update', bytesOf(1)).then(
		() => 'stored',
		(failure: unknown) => (failure instanceof StorageError ? failure.reason : failure)
	);
	store.close();
	const outcome = await appending;
	const { chunks } = await bench.open().load(NOTE);
	assert(outcome === 'stored' || outcome === 'closed', `the append ended with ${String(outcome)}`);
	assert(outcome === 'closed' || chunks.length === 1, 'a chunk that was said to be stored is not there');
}

function bytesOf(...bytes: number[]): Uint8Array {
	return Uint8Array.from(bytes);
}

/** Compares chunks whatever their order; a store promises none. */
function assertChunks(actual: readonly Chunk[], expected: readonly Chunk[]): void {
	const [a, e] = [inOrder(actual), inOrder(expected)];
	assertEqual(
		a.map(({ key }) => key),
		e.map(({ key }) => key),
		'chunks'
	);
	const same = a.every(({ bytes }, index) => equalBytes(bytes, e[index]?.bytes ?? bytesOf()));
	assert(same, 'the bytes of a chunk differ');
}

function inOrder(chunks: readonly Chunk[]): Chunk[] {
	return [...chunks].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

function idOf({ key: { note, kind, hash } }: Chunk): string {
	return JSON.stringify([note, kind, hash]);
}
