import { expect, it, vi } from 'vitest';
import { Note } from '$lib/note/note.js';
import { deriveTexts } from '$lib/search/derive-text.js';
import type { SearchNews, SearchRequest } from '$lib/search/messages.js';
import { NoteSearcher } from '$lib/search/note-searcher.js';
import { StorageError } from '$lib/storage/chunk-store.js';
import { MemoryChunkStore, MemoryDisk } from '$lib/storage/memory-chunk-store.js';
import { MemorySearchTexts } from '$lib/storage/search-texts.js';

class Device {
	readonly disk = new MemoryDisk();
	readonly chunks = new MemoryChunkStore(this.disk);
	readonly texts = new MemorySearchTexts();
	readonly notes = new Map<string, Note>();
	readonly news: SearchNews[] = [];
	derivedCount = 0;
	#seq = 0;
	searcher = this.#start();

	#start(mostUnits?: number): NoteSearcher {
		return new NoteSearcher(this.chunks, this.texts, (news) => this.news.push(news), mostUnits);
	}

	/** As after a reload: what was in memory is gone. */
	restart(mostUnits?: number): void {
		this.news.length = 0;
		this.derivedCount = 0;
		this.searcher = this.#start(mostUnits);
	}

	async write(id: string, title: string, text: string): Promise<void> {
		const note = this.notes.get(id) ?? Note.create(new Date(0));
		const before = note.version();
		note.setTitle(title);
		note.body.insert(0, text);
		note.doc.commit();
		const isNew = !this.notes.has(id);
		this.notes.set(id, note);
		await this.chunks.append(id, 'update', isNew ? note.exportSnapshot() : note.exportFrom(before));
	}

	async take(request: SearchRequest): Promise<void> {
		await this.searcher.take(request);
		// As the page does: what is stale is made, by another worker.
		for (let at = 0; at < this.news.length; at += 1) {
			const news = this.news[at];
			if (news?.kind !== 'stale') continue;
			this.news.splice(at, 1);
			at -= 1;
			const { ids } = news;
			await deriveTexts(this.chunks, this.texts, ids, {
				onStored: (stored) => void this.searcher.take({ kind: 'derived', ids: stored }),
				rest: () => Promise.resolve()
			});
			this.derivedCount += ids.length;
		}
		await new Promise((resolve) => setTimeout(resolve));
	}

	async find(query: string): Promise<readonly string[]> {
		this.#seq += 1;
		await this.searcher.take({ kind: 'find', seq: this.#seq, query });
		const answers = this.news.filter((news) => news.kind === 'found' && news.seq === this.#seq);
		const last = answers.at(-1);
		return last?.kind === 'found' && last.complete ? last.ids : ['no answer'];
	}
}

async function deviceWith(...ids: readonly string[]): Promise<Device> {
	const device = new Device();
	for (const id of ids) await device.write(id, `Title of ${id}`, `text of ${id}\npears and plums`);
	return device;
}

it('S51 notes that were never opened here are found, and at the next start nothing is made again', async () => {
	const device = await deviceWith('a', 'b', 'c');
	await device.take({ kind: 'notes', ids: ['c', 'a', 'b'] });
	expect(device.derivedCount).toBe(3);
	expect(await device.find('pears')).toEqual(['c', 'a', 'b']);
	device.restart();
	await device.take({ kind: 'notes', ids: ['c', 'a', 'b'] });
	expect(device.derivedCount).toBe(0);
	expect(await device.find('PEÁRS text')).toEqual(['c', 'a', 'b']);
});

it('S51 a change that was stored by anybody is found: while it runs when that is told, and else at the next start', async () => {
	const device = await deviceWith('a', 'b');
	await device.take({ kind: 'notes', ids: ['a', 'b'] });
	await device.write('a', 'Quinces', 'quince ');
	await device.searcher.check(['a', 'b', 'unknown']);
	expect(device.news.at(-1)).toEqual({ kind: 'stale', ids: ['a'] });
	device.restart();
	await device.take({ kind: 'notes', ids: ['a', 'b'] });
	expect(device.derivedCount).toBe(1);
	expect(await device.find('quince')).toEqual(['a']);
});

it('S51 texts that were lost are made again, and what was cut short goes on where it ended', async () => {
	const device = await deviceWith('a', 'b', 'c');
	await device.take({ kind: 'notes', ids: ['a', 'b', 'c'] });
	device.texts.stored.delete('b');
	device.restart();
	await device.take({ kind: 'notes', ids: ['a', 'b', 'c'] });
	expect(device.derivedCount).toBe(1);
	expect(await device.find('of b')).toEqual(['b']);
});

it('S51 what another tab has made meanwhile is not made again', async () => {
	const device = await deviceWith('a');
	await device.take({ kind: 'notes', ids: ['a'] });
	const before = device.texts.stored.get('a');
	const rest = () => Promise.resolve();
	await deriveTexts(device.chunks, device.texts, ['a'], { onStored: () => undefined, rest });
	expect(device.texts.stored.get('a')).toBe(before);
});

it('S52 the text of a note that is no longer listed is deleted, and it is found no more', async () => {
	const device = await deviceWith('a', 'b');
	await device.take({ kind: 'notes', ids: ['a', 'b'] });
	await device.take({ kind: 'notes', ids: ['b'] });
	expect(await device.find('pears')).toEqual(['b']);
	expect([...device.texts.stored.keys()]).toEqual(['b']);
	// Listed again, as after a restore from the trash, it is found again.
	await device.take({ kind: 'notes', ids: ['a', 'b'] });
	expect(await device.find('pears')).toEqual(['a', 'b']);
	device.restart();
	await device.take({ kind: 'notes', ids: ['a'] });
	expect([...device.texts.stored.keys()]).toEqual(['a']);
});

it('S51 a note that cannot be read, and one that waits for its content, keep the others from nothing', async () => {
	const device = await deviceWith('a', 'b');
	await device.chunks.append('a', 'update', Uint8Array.of(1, 2, 3));
	await device.chunks.append('broken', 'update', Uint8Array.of(1, 2, 3));
	await device.take({ kind: 'notes', ids: ['broken', 'waiting', 'a', 'b'] });
	expect(await device.find('pears')).toEqual(['a', 'b']);
	device.restart();
	await device.take({ kind: 'notes', ids: ['broken', 'waiting', 'a', 'b'] });
	expect(device.derivedCount).toBe(0);
});

it('S50 of a note with a damaged chunk it is told that not all was looked through, also at the next start', async () => {
	const device = await deviceWith('a', 'b');
	await device.chunks.append('a', 'update', Uint8Array.of(1, 2, 3));
	const wasPartial = async (...ids: readonly string[]) => {
		await device.take({ kind: 'notes', ids });
		await device.find('pears');
		const last = device.news.findLast((news) => news.kind === 'found');
		return last?.kind === 'found' && last.partial;
	};
	expect(await wasPartial('a', 'b')).toBe(true);
	device.restart();
	expect(await wasPartial('a', 'b')).toBe(true);
	expect(await wasPartial('b')).toBe(false);
});

it('S51 texts that are thrown away under a search are made again', async () => {
	const device = await deviceWith('a', 'b');
	await device.take({ kind: 'notes', ids: ['a', 'b'] });
	device.restart(60);
	await device.take({ kind: 'notes', ids: ['a', 'b'] });
	await device.texts.clear();
	await device.take({ kind: 'find', seq: 1, query: 'pears' });
	expect(device.derivedCount).toBe(2);
	expect(await device.find('pears')).toEqual(['a', 'b']);
});

it('S38 S52 of a note that is deleted for good while texts are made no text is left', async () => {
	const device = await deviceWith('a', 'b');
	const put = device.texts.put.bind(device.texts);
	device.texts.put = async (texts) => {
		await device.chunks.erase(['a']);
		await device.texts.delete(['a']);
		await put(texts);
	};
	const rest = () => Promise.resolve();
	await deriveTexts(device.chunks, device.texts, ['a', 'b'], { onStored: () => undefined, rest });
	expect([...device.texts.stored.keys()]).toEqual(['b']);
});

it('S52 of what has no room in memory everything is found as well, and only the last search goes on', async () => {
	const device = await deviceWith('a', 'b', 'c');
	await device.take({ kind: 'notes', ids: ['a', 'b', 'c'] });
	device.restart(60);
	await device.take({ kind: 'notes', ids: ['a', 'b', 'c'] });
	expect(device.searcher.heldUnits).toBeLessThan(100);
	expect(await device.find('plums')).toEqual(['a', 'b', 'c']);
	device.news.length = 0;
	const first = device.searcher.take({ kind: 'find', seq: 100, query: 'plums' });
	const second = device.searcher.take({ kind: 'find', seq: 101, query: 'pears' });
	await Promise.all([first, second]);
	const complete = device.news.filter((news) => news.kind === 'found' && news.complete);
	expect(complete).toMatchObject([{ seq: 101, ids: ['a', 'b', 'c'] }]);
});

it('S52 what has no room in memory is read many at a time, but not much text at a time', async () => {
	const ids = Array.from({ length: 120 }, (_, at) => `n${String(at).padStart(3, '0')}`);
	const device = new Device();
	const text = (id: string, length: number) => ({ id, stamp: '', title: id, text: 'pears '.repeat(length) });
	await device.texts.put(ids.map((id) => text(id, 2)));
	device.restart(0);
	await device.take({ kind: 'notes', ids });
	const get = device.texts.get.bind(device.texts);
	const asked: number[] = [];
	device.texts.get = (batch) => {
		asked.push(batch.length);
		return get(batch);
	};
	expect(await device.find('pears')).toEqual(ids);
	expect(asked).toEqual([50, 50, 20]);
	device.texts.get = get;
	await device.texts.put(ids.slice(0, 3).map((id) => text(id, 300_000)));
	device.restart(0);
	await device.take({ kind: 'notes', ids: ids.slice(0, 3) });
	asked.length = 0;
	device.texts.get = (batch) => {
		asked.push(batch.length);
		return get(batch);
	};
	expect(await device.find('pears')).toHaveLength(3);
	expect(asked).toEqual([1, 1, 1]);
});

it('S50 an answer is not all before it is known which texts are missing or old; then the search is repeated', async () => {
	const device = await deviceWith('a');
	const keys = device.chunks.keys.bind(device.chunks);
	let letGo: () => void = () => undefined;
	device.chunks.keys = async (note) => {
		await new Promise<void>((resolve) => (letGo = resolve));
		return await keys(note);
	};
	void device.searcher.take({ kind: 'notes', ids: ['a'] });
	void device.searcher.take({ kind: 'find', seq: 1, query: 'pears' });
	await new Promise((resolve) => setTimeout(resolve));
	expect(device.news.at(-1)).toMatchObject({ kind: 'found', ids: [], complete: false });
	letGo();
	await new Promise((resolve) => setTimeout(resolve));
	expect(device.news.slice(-2)).toEqual([{ kind: 'stale', ids: ['a'] }, { kind: 'changed' }]);
});

it('S50 texts, or keys, that could not be read once are read at the next search', async () => {
	const device = await deviceWith('a');
	await device.take({ kind: 'notes', ids: ['a'] });
	const [page, keys] = [device.texts.page.bind(device.texts), device.chunks.keys.bind(device.chunks)];
	device.restart();
	device.texts.page = () => Promise.reject(new StorageError('unknown'));
	await device.take({ kind: 'notes', ids: ['a'] });
	expect(device.news.at(-1)).toEqual({ kind: 'failed' });
	device.texts.page = page;
	device.chunks.keys = () => Promise.reject(new StorageError('unknown'));
	expect(await device.find('pears')).toEqual(['no answer']);
	expect(device.news.at(-1)).toEqual({ kind: 'failed' });
	device.chunks.keys = keys;
	await device.find('pears');
	expect(device.news.at(-1)).toEqual({ kind: 'changed' });
	expect(await device.find('pears')).toEqual(['a']);
});

it('S50 lines come with the answer, and others when they are asked for', async () => {
	const device = await deviceWith('a', 'b');
	await device.take({ kind: 'notes', ids: ['a', 'b'] });
	await device.find('plums');
	const found = device.news.find((news) => news.kind === 'found');
	expect(found).toMatchObject({ lines: [{ id: 'a' }, { id: 'b' }] });
	await device.take({ kind: 'lines', seq: 9, query: 'plums', ids: ['b'] });
	expect(device.news.at(-1)).toMatchObject({
		kind: 'lines',
		seq: 9,
		lines: [{ id: 'b', excerpts: [{ parts: [{ text: 'pears and ' }, { text: 'plums', hit: true }] }] }]
	});
	// Of a note whose text is gone there are none, and that is said, once others were looked at.
	await device.texts.delete(['b']);
	await device.take({ kind: 'lines', seq: 9, query: 'plums', ids: ['a'] });
	await device.take({ kind: 'lines', seq: 9, query: 'plums', ids: ['b', 'unknown'] });
	expect(device.news.findLast(({ kind }) => kind === 'lines')).toMatchObject({
		lines: [
			{ id: 'b', excerpts: [] },
			{ id: 'unknown', excerpts: [] }
		]
	});
	expect(await device.find('" "')).toEqual([]);
});

it('S50 whoever types on has no text read again that is shown already, but one that has changed', async () => {
	const device = await deviceWith('a', 'b');
	await device.take({ kind: 'notes', ids: ['a', 'b'] });
	const read = vi.spyOn(device.texts, 'get');
	await device.find('plu');
	expect(read.mock.lastCall).toEqual([['a', 'b']]);
	await device.find('plum');
	expect(read).toHaveBeenCalledOnce();
	await device.write('a', 'A', 'no more plums than before, ');
	await device.searcher.check(['a']);
	await device.take({ kind: 'notes', ids: ['a', 'b'] });
	await device.find('plums');
	expect(read.mock.lastCall).toEqual([['a']]);
	const found = device.news.findLast((news) => news.kind === 'found');
	expect(JSON.stringify(found)).toContain('no more ');
});
