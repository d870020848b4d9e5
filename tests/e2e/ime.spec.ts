import type { JSHandle } from '@playwright/test';
import type { EditorView } from '@codemirror/view';
import { sampleOrFull } from '../support/long.js';
import { seeded, type Random } from '../fuzz/random.js';
import { expect, test } from './support/fixtures.js';
import { ANDROID, InputMethod } from './support/input-method.js';
import { agreedText, editorView, type Person } from './support/person.js';
import { seedOfRun } from './support/seed.js';

/** For each of the two ways in which CodeMirror takes input: 200 in all. */
const ROUNDS = sampleOrFull(2, 100);
const ROUNDS_TIMEOUT_MS = sampleOrFull(90_000, 400_000);

/** What an input method has in hand, key after key; the last is what it commits. */
type Composition = readonly string[];

const TEXTS: readonly (readonly Composition[])[] = [
	// Japanese: from letters to kana, converted, another candidate, and taken back a little.
	[['k', 'か', 'かn', 'かな', 'かなg', 'かなが', '仮名が', '金が', '仮名が']],
	[['n', 'に', 'にh', 'にほ', 'にほn', 'にほん', '日本', '二本', '日本']],
	[['s', 'し', 'しn', 'し', '詩']],
	// Korean: each syllable is a composition of its own.
	[
		['ㅎ', '하', '한'],
		['ㄱ', '그', '글']
	],
	[
		['ㄷ', '도', '독', '돌', '도'],
		['ㅅ', '서']
	],
	// Dead keys.
	[['´', 'é']],
	[
		['`', 'è'],
		['¨', 'ü']
	],
	// A phone has each word in hand until the space.
	[
		['t', 'te', 'tes', 'test'],
		['w', 'wo', 'wro', 'wor', 'word']
	]
];

const LEFTS = [
	'left ',
	'',
	'# Heading ',
	'- item ',
	'> quoted ',
	'**bold** and ',
	'- [ ] task `code` ',
	'| cell '
];
const RIGHTS = [' right', '', ' and **bold**', ' [link](https://example.org) on', ' *it*', ' | cell |'];

/** The three lines of a round, the middle one in two parts: what is composed stands in between. */
class Lines {
	above = 'above';
	below = 'below';

	constructor(
		public left: string,
		public right: string
	) {}

	around(composed: string): string {
		return `${this.above}\n${this.left}${composed}${this.right}\n${this.below}`;
	}
}

interface Played {
	readonly random: Random;
	readonly method: InputMethod;
	readonly writing: JSHandle<EditorView>;
	readonly other: JSHandle<EditorView>;
}

async function setText(view: JSHandle<EditorView>, text: string, caret: number): Promise<void> {
	await view.evaluate(
		(editor, { insert, anchor }) => {
			editor.dispatch({
				changes: { from: 0, to: editor.state.doc.length, insert },
				selection: { anchor }
			});
			editor.focus();
		},
		{ insert: text, anchor: caret }
	);
}

async function shows(view: JSHandle<EditorView>, end: string): Promise<void> {
	await expect
		.poll(() => view.evaluate(({ state }) => state.doc.toString()), { intervals: [5, 10, 20, 50] })
		.toMatch(new RegExp(`${end}$`));
}

/**
 * The other writes or deletes somewhere: above, in the line on both sides of what is composed, below. At its very edges only if
 * that is there for both: else nobody can say on which side of it.
 */
async function writeElsewhere({ random, other }: Played, lines: Lines, atEdges: boolean): Promise<void> {
	const part = random.pick(['above', 'left', 'left', 'right', 'right', 'below'] as const);
	const text = lines[part];
	const lowest = part === 'right' && !atEdges ? 1 : 0;
	const highest = part === 'left' && !atEdges ? text.length - 1 : text.length;
	if (highest < lowest) return;
	const drawn = lowest + random.int(highest - lowest + 1);
	// Never into a surrogate pair.
	const at = /[\udc00-\udfff]/.test(text.charAt(drawn)) ? drawn - 1 : drawn;
	const deleted = Array.from(text.slice(at, highest))[0] ?? '';
	const to = at + (random.chance(0.25) && !/[\ud800-\udfff\n]/.test(deleted) ? deleted.length : 0);
	const insert = to > at ? '' : random.pick(['x', 'yz', 'a word ', '**', '\n', '`', 'か', '😀']);
	const fromEnd = lines.around('').length - lengthUpTo(lines, part) - at;
	const isBefore = part === 'above' || part === 'left';
	const start = lengthUpTo(lines, part) + at;
	lines[part] = text.slice(0, at) + insert + text.slice(to);
	await other.evaluate(
		(editor, change) => {
			const from = change.isBefore ? change.start : editor.state.doc.length - change.fromEnd;
			editor.dispatch({
				changes: { from, to: from + change.deleted, insert: change.insert },
				selection: { anchor: from + change.insert.length },
				userEvent: 'input.type'
			});
		},
		{ isBefore, start, fromEnd, deleted: to - at, insert }
	);
}

function lengthUpTo({ above, left, right }: Lines, part: 'above' | 'left' | 'right' | 'below'): number {
	const starts = { above: 0, left: above.length + 1, right: above.length + 1 + left.length };
	return part === 'below' ? starts.right + right.length + 1 : starts[part];
}

async function playRound(played: Played, round: number): Promise<void> {
	const { random, method, writing, other } = played;
	const lines = new Lines(random.pick(LEFTS), random.pick(RIGHTS));
	const inStep = random.chance(0.5);
	await setText(writing, lines.around(''), lines.above.length + 1 + lines.left.length);
	await shows(other, lines.around('').split('\n').at(-1) ?? '');
	await expect.poll(() => other.evaluate(({ state }) => state.doc.toString())).toBe(lines.around(''));
	let written = '';
	let ticks = 0;
	await method.events();
	for (const composition of random.pick(TEXTS)) {
		const committed = composition.at(-1) ?? '';
		for (const text of composition) {
			await method.compose(text);
			if (inStep) {
				const { length } = lines.around(written + text);
				await expect
					.poll(() => other.evaluate(({ state }) => state.doc.length), { intervals: [2, 5, 10, 50] })
					.toBe(length);
			}
			if (random.chance(0.8)) await writeElsewhere(played, lines, inStep);
			const [from, whole] = await writing.evaluate(({ state }, part) => {
				const { head } = state.selection.main;
				return [head, state.sliceDoc(head - part.length, head)] as const;
			}, written + text);
			expect(whole, `what is composed is whole, its caret at ${from}`).toBe(written + text);
		}
		// What reaches the last line shows at once, and tells that what was written before it came as well.
		const tick = ` ${round}.${(ticks += 1)}`;
		lines.below += tick;
		await other.evaluate((editor, insert) => {
			editor.dispatch({ changes: { from: editor.state.doc.length, insert } });
		}, tick);
		await shows(writing, tick);
		const where = `${composition.join()} in ${JSON.stringify(lines)}`;
		expect(await method.events(), `unbroken: ${where}`).toEqual(['compositionstart']);
		await method.commit(committed);
		written += committed;
		expect(await method.events()).toEqual(['compositionend']);
	}
	await expect
		.poll(() =>
			Promise.all([writing, other].map((view) => view.evaluate(({ state }) => state.doc.toString())))
		)
		.toEqual([lines.around(written), lines.around(written)]);
}

/** A correction, a swipe or dictation takes a word that is written already in hand, and another writes into its line. */
async function correctWord({ method, writing, other }: Omit<Played, 'random'>): Promise<void> {
	await setText(writing, 'say teh word\nlast', 'say teh'.length);
	await shows(other, 'say teh word\nlast');
	await method.events();
	await method.composeOver(4, 7, 'the');
	await shows(other, 'say the word\nlast');
	await other.evaluate((editor) => {
		editor.dispatch({ changes: { from: 0, insert: 'I ' } });
		editor.dispatch({ changes: { from: 'I say the word'.length, insert: 's\nnext' } });
		editor.dispatch({ changes: { from: 'I say the'.length, insert: '!' } });
		editor.dispatch({ changes: { from: editor.state.doc.length, insert: ' line' } });
	});
	// What is written at the edge of what is composed is in its place only once it is there.
	await shows(writing, 'last line');
	await method.compose('them');
	expect(await method.events()).toEqual(['compositionstart']);
	await method.commit('then');
	await shows(writing, 'I say then! words\nnext\nlast line');
	await shows(other, 'I say then! words\nnext\nlast line');
}

async function meet(writer: Person, other: Person): Promise<Omit<Played, 'random'>> {
	await writer.createNote();
	await writer.type('together');
	await other.page.goto(await writer.shareLink());
	await other.editor.waitFor();
	expect(await agreedText(writer, other)).toBe('together');
	return {
		method: await InputMethod.of(writer),
		writing: await editorView(writer),
		other: await editorView(other)
	};
}

for (const { name, userAgent } of [
	{ name: 'of a desktop', userAgent: undefined },
	{ name: 'of a phone', userAgent: ANDROID }
]) {
	test(`what an input method ${name} composes stays whole while another writes around it`, async ({
		arrive
	}) => {
		test.setTimeout(ROUNDS_TIMEOUT_MS);
		const seed = seedOfRun();
		const writer = await arrive('chromium', {}, undefined, userAgent === undefined ? {} : { userAgent });
		const other = await arrive();
		const met = await meet(writer, other);
		await correctWord(met);
		for (let round = 0; round < ROUNDS; round += 1) {
			const random = seeded(seed + round);
			await test.step(`round ${round} of seed ${seed}`, () => playRound({ ...met, random }, round));
		}
	});
}
