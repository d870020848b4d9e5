import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { expect, it } from 'vitest';
import type { UnseenChanges } from '$lib/note/unseen.js';
import { UnseenNews } from '$lib/ui/unseen-news.svelte.js';

function newsOf(current: UnseenChanges): UnseenNews {
	const news = new UnseenNews();
	// Nothing is drawn here.
	const view = Object.create(EditorView.prototype, {
		dispatch: { value: () => undefined },
		plugin: { value: () => null },
		state: { value: EditorState.create({ doc: 'x'.repeat(100) }) }
	}) as EditorView;
	news.use({ current, seen: () => undefined, marksGone: () => undefined, looked: true }, view);
	return news;
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
	news.marked(['Ada', 'Ada', 'Bea']);
	news.marked(['Ada', 'Bea']);
	expect(news.summary).toBe('2 changes by Ada and Bea');
	news.marked(['Ada']);
	expect(news.summary).toBe('1 change by Ada');
	expect(news.told).toBe('3 changes by Ada and Bea');
	// Whoever deleted it is not known.
	news.marked(['someone']);
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
	news.marked(['Ada']);
	expect(news.told).toBe('1 change by Ada');
});
