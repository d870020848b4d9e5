import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from '@playwright/test';
import { LibraryReplica } from '../../../src/lib/note/library-replica.js';
import { Note } from '../../../src/lib/note/note.js';
import { randomBytes, toBase64Url } from '../../../src/lib/util/bytes.js';
// For the type of `globalThis.perchLibrary`.
import type { HandedChunk } from '../../contract/browser/library-page.js';
import { seeded, type Random } from '../../fuzz/random.js';
import { bundleModule } from '../../support/bundle.js';

/** So many notes are handed into the page at a time. */
const BATCH = 250;
const VOCABULARY = 4_000;
const WORDS = { from: 60, to: 700 };
const LINE_WORDS = 40;
const MINUTE_MS = 60_000;

/** A note of a library that was put into a browser, the one changed last first. */
export interface SeededNote {
	readonly id: string;
	readonly title: string;
	readonly text: string;
}

/** What a library is made of, always the same. */
export function seededTexts(count: number, seed = 1): Omit<SeededNote, 'id'>[] {
	const random = seeded(seed);
	const words = Array.from({ length: VOCABULARY }, () => wordOf(random));
	return Array.from({ length: count }, (_, at) => ({
		title: `Note ${at} ${random.pick(words)}`,
		text: textOf(random, words)
	}));
}

function wordOf(random: Random): string {
	const word = random.word() + random.word('aeiouy').slice(0, 2);
	return random.chance(0.04) ? `${word}é` : word;
}

function textOf(random: Random, words: readonly string[]): string {
	const count = WORDS.from + random.int(WORDS.to - WORDS.from);
	const text = Array.from(
		{ length: count },
		() => random.pick(words) + (random.int(LINE_WORDS) === 0 ? '.\n' : '')
	);
	return text.join(' ');
}

/**
 * Puts a library of so many notes into a browser that Perch has not been in yet: chunks and summaries as the app writes them.
 * To be called before the first visit.
 */
export async function seedLibrary(
	context: BrowserContext,
	app: string,
	count: number
): Promise<SeededNote[]> {
	const page = await context.newPage();
	const body = await bundleModule(
		fileURLToPath(new URL('../../contract/browser/library-page.ts', import.meta.url))
	);
	await page.route(`${app}/seed.js`, (route) => route.fulfill({ contentType: 'text/javascript', body }));
	await page.route(`${app}/seed`, (route) =>
		route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/seed.js"></script>' })
	);
	await page.goto(`${app}/seed`);
	await page.waitForFunction(() => 'perchLibrary' in globalThis);
	const library = LibraryReplica.empty();
	const now = Date.now();
	const notes = seededTexts(count).map((text) => ({ ...text, id: toBase64Url(randomBytes(16)) }));
	for (let from = 0; from < notes.length; from += BATCH) {
		const chunks: HandedChunk[] = [];
		const summaries = notes.slice(from, from + BATCH).map(({ id, title, text }, at) => {
			const changedAt = now - (from + at) * MINUTE_MS;
			const note = Note.of({ title, text }, new Date(changedAt));
			chunks.push(chunkOf(id, note.exportSnapshot()));
			note.close();
			const invite = { kind: 'edit', seed: randomBytes(32) } as const;
			library.put({ noteId: id, invite, addedAt: changedAt, shared: false });
			const preview = text.replaceAll(/\s+/g, ' ').slice(0, 160);
			return { id, title, preview, changedAt, waiting: false, tags: [] };
		});
		await page.evaluate((handed) => perchLibrary.putChunks(handed), chunks);
		await page.evaluate((made) => perchLibrary.putSummaries(made), summaries);
	}
	await page.evaluate(
		(handed) => perchLibrary.putChunks(handed),
		[chunkOf('library', library.exportSnapshot())]
	);
	await page.close();
	return notes;
}

function chunkOf(note: string, snapshot: Uint8Array): HandedChunk {
	const hash = createHash('sha256').update(snapshot).digest('hex');
	return { note, hash, snapshot: Buffer.from(snapshot).toString('base64') };
}
