import { LoroDoc, LoroMap, LoroText } from 'loro-crdt';
import { describe, expect, it } from 'vitest';
import { contentDigest, DIGEST_BYTES } from '$lib/note/digest.js';
import { Note } from '$lib/note/note.js';
import { toHex } from '$lib/util/bytes.js';
import { seeded } from '../../fuzz/random.js';

/** The digest of a document that `write` fills. */
function digestOf(write: (doc: LoroDoc) => void): string {
	const doc = new LoroDoc();
	write(doc);
	doc.commit();
	return toHex(contentDigest(doc));
}

describe('the digest of the content', () => {
	it('is the same for whoever wrote it, and in which order', () => {
		const one = digestOf((doc) => {
			doc.getMap('meta').set('title', 'Birds');
			doc.getMap('meta').set('createdAt', 5);
			doc.getText('body').insert(0, 'Grüße 😀');
		});
		const other = digestOf((doc) => {
			doc.getText('body').insert(0, 'Grü!ße');
			doc.getText('body').insert(6, ' 😀');
			doc.getText('body').delete(3, 1);
			doc.getMap('meta').set('createdAt', 4);
			doc.getMap('meta').set('createdAt', 5);
			doc.getMap('meta').set('title', 'Birds');
		});
		expect(other).toBe(one);
		expect(one).toHaveLength(DIGEST_BYTES * 2);
	});

	it('is the one that other versions of Perch compute', () => {
		// SHA-256 of 07 00000001, 04 00000004 "body", 04 00000002 "hi", and of 07 00000000, by OpenSSL.
		expect(digestOf((doc) => doc.getText('body').insert(0, 'hi'))).toBe('e2819ee39cbd3096ede1c0f9d4d4ebac');
		expect(digestOf(() => undefined)).toBe('e16ab60aa1eeb7074ca590e8a95bc4ce');
	});

	it('takes no notice of empty root containers that were looked at', () => {
		const untouched = digestOf((doc) => doc.getMap('meta').set('a', 1));
		const looked = digestOf((doc) => {
			doc.getMap('meta').set('a', 1);
			doc.getText('body').toString();
			doc.getMap('authors').get('1');
			doc.getList('list').toJSON();
			doc.getTree('tree').toJSON();
			doc.getMovableList('movable').toJSON();
			doc.getCounter('counter');
		});
		expect(looked).toBe(untouched);
	});

	it('differs for contents that differ', () => {
		const contents: ((doc: LoroDoc) => void)[] = [
			() => undefined,
			(doc) => doc.getText('body').insert(0, 'a'),
			(doc) => doc.getText('body').insert(0, 'b'),
			(doc) => doc.getText('other').insert(0, 'a'),
			(doc) => doc.getMap('body').set('a', 'a'),
			(doc) => doc.getMap('body').set('a', null),
			(doc) => doc.getMap('body').set('a', 1),
			(doc) => doc.getMap('body').set('a', 1.5),
			(doc) => doc.getMap('body').set('a', '1'),
			(doc) => doc.getMap('body').set('a', true),
			(doc) => doc.getMap('body').set('a', false),
			(doc) => doc.getMap('body').set('a', Uint8Array.of(97)),
			(doc) => doc.getMap('body').set('a', ['a']),
			(doc) => doc.getMap('body').set('a', { a: 'a' }),
			(doc) => doc.getMap('body').set('a', [['a'], 'a']),
			(doc) => doc.getMap('body').set('a', ['a', ['a']]),
			(doc) => doc.getMap('body').setContainer('a', new LoroMap()).set('b', 1),
			(doc) => doc.getMap('body').setContainer('a', new LoroText()).insert(0, 'aa'),
			(doc) => doc.getList('body').insert(0, 'a'),
			(doc) => doc.getCounter('body').increment(2)
		];
		expect(new Set(contents.map(digestOf)).size).toBe(contents.length);
	});

	it('is the same for replicas of one version, of random edits', () => {
		const random = seeded(31);
		const notes = [Note.create(new Date(0)), Note.empty(), Note.empty()];
		for (let round = 0; round < 300; round += 1) {
			const note = random.pick(notes);
			if (random.chance(0.2)) note.setTitle(random.word());
			else if (random.chance(0.7)) note.body.insert(random.int(note.body.length + 1), random.word());
			else if (note.body.length > 0) note.body.delete(random.int(note.body.length), 1);
			note.doc.commit();
			if (random.chance(0.5)) note.import(random.pick(notes).exportSnapshot());
		}
		for (const note of notes) for (const other of notes) note.import(other.exportSnapshot());
		expect(new Set(notes.map((note) => toHex(note.digest()))).size).toBe(1);
	});

	it('takes no long time for a text of 10 MB', () => {
		const note = Note.create(new Date(0));
		note.body.insert(0, 'All the birds of the wood. '.repeat(400_000).slice(0, 10_000_000));
		note.doc.commit();
		const start = performance.now();
		note.digest();
		const took = performance.now() - start;
		console.warn(`digest of 10 MB: ${took.toFixed(0)} ms`);
		expect(took).toBeLessThan(2_000);
	});
});
