import { expect, it } from 'vitest';
import type { UnseenChanges } from '$lib/note/unseen.js';
import { UnseenNews } from '$lib/ui/unseen-news.svelte.js';

function newsOf(current: UnseenChanges): UnseenNews {
	const news = new UnseenNews();
	news.use({ current, ...REST }, anEditor());
	return news;
}

const REST = { seen: () => undefined, marksGone: () => undefined, looked: true };

/** One that draws nothing. */
function anEditor() {
	const contentDOM = {} as HTMLElement;
	return { view: { contentDOM }, markUnseen: () => undefined, revealNextUnseen: () => undefined };
}

function summaryOf(authors: UnseenChanges['authors']): string | undefined {
	return newsOf({ authors, changes: undefined }).summary;
}

it('S35: at most three people are named', () => {
	expect(summaryOf(['Ada', undefined])).toBe('Much was changed by Ada and someone');
	expect(summaryOf(['Ada', 'Bea', 'Cy'])).toBe('Much was changed by Ada, Bea, and Cy');
	expect(summaryOf(['Ada', 'Bea', 'Cy', 'Di'])).toBe('Much was changed by Ada, Bea, Cy, and 1 other');
	const many = Array.from({ length: 1_000 }, (_, at) => `Person ${at}`);
	expect(summaryOf(many)).toBe('Much was changed by Person 0, Person 1, Person 2, and 997 others');
});

it('S35: as many changes are told of as there are marks left, and by whom those are; faded marks are not read out', () => {
	const changes = [0, 10, 20].map((at) => ({ from: at, to: at + 5, author: at === 20 ? 'Bea' : 'Ada' }));
	const current = { authors: ['Ada', 'Bea'], changes };
	const news = newsOf(current);
	expect(news.summary).toBe('3 changes by Ada and Bea');
	news.mark(current);
	news.marked(['Ada', 'Ada', 'Bea'], true);
	news.marked(['Ada', 'Bea'], false);
	expect(news.summary).toBe('2 changes by Ada and Bea');
	news.marked(['Ada'], false);
	expect(news.summary).toBe('1 change by Ada');
	expect(news.told).toBe('3 changes by Ada and Bea');
	// Whoever deleted it is not known.
	news.marked(['someone'], false);
	expect(news.summary).toBe('1 change by Ada and Bea');
});

it('S35: what is read out of changes of which some have faded before tells only of the others', () => {
	const current = {
		authors: ['Ada'],
		changes: [
			{ from: 0, to: 5, author: 'Ada' },
			{ from: 9, to: 9, author: 'Ada' }
		]
	};
	const news = newsOf(current);
	news.mark(current);
	news.marked(['Ada'], true);
	expect(news.told).toBe('1 change by Ada');
});

it('S35: of new changes nothing is read out that was said of others before, in this note or in another', () => {
	const changes = (count: number): UnseenChanges => ({
		authors: ['Ada'],
		changes: Array.from({ length: count }, (_, at) => ({ from: at * 9, to: at * 9 + 5, author: 'Ada' }))
	});
	const [first, second] = [changes(6), changes(2)];
	const unseen: { current: UnseenChanges | undefined } & typeof REST = { current: first, ...REST };
	const news = new UnseenNews();
	news.use(unseen, anEditor());
	news.mark(first);
	news.marked(
		Array.from({ length: 6 }, () => 'Ada'),
		true
	);
	expect(news.told).toBe('6 changes by Ada');
	unseen.current = undefined;
	news.mark(undefined);
	unseen.current = second;
	expect(news.told).toBeUndefined();
	news.mark(second);
	news.marked(['Ada', 'Ada'], true);
	expect(news.told).toBe('2 changes by Ada');
	news.use({ current: first, ...REST }, anEditor());
	expect(news.told).toBeUndefined();
});

it('S35: of changes that are drawn a little later, what goes of the marks before says nothing', () => {
	const changes = [0, 9].map((at) => ({ from: at, to: at + 5, author: 'Bea' }));
	const next = { authors: ['Bea'], changes };
	const news = newsOf(next);
	news.mark({ authors: ['Ada'], changes: [] });
	news.marked(
		Array.from({ length: 6 }, () => 'Ada'),
		true
	);
	// A phone's input is read first.
	news.mark(next);
	news.marked(
		Array.from({ length: 5 }, () => 'Ada'),
		false
	);
	news.marked(['Bea', 'Bea'], true);
	expect(news.told).toBe('2 changes by Bea');
});
