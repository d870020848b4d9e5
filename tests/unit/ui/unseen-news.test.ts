import { EditorView } from '@codemirror/view';
import { expect, it } from 'vitest';
import type { UnseenChanges } from '$lib/note/unseen.js';
import { UnseenNews } from '$lib/ui/unseen-news.svelte.js';

function summaryOf(authors: UnseenChanges['authors']): string | undefined {
	const news = new UnseenNews();
	const current = { authors, changes: undefined };
	// Nothing is drawn here.
	const view = Object.create(EditorView.prototype) as EditorView;
	news.use({ current, seen: () => undefined, marksGone: () => undefined, looked: true }, view);
	return news.summary;
}

it('S35: at most three people are named', () => {
	expect(summaryOf(['Ada', undefined])).toBe('Much was changed by Ada and someone');
	expect(summaryOf(['Ada', 'Bea', 'Cy'])).toBe('Much was changed by Ada, Bea, and Cy');
	expect(summaryOf(['Ada', 'Bea', 'Cy', 'Di'])).toBe('Much was changed by Ada, Bea, Cy, and 1 other');
	const many = Array.from({ length: 1_000 }, (_, at) => `Person ${at}`);
	expect(summaryOf(many)).toBe('Much was changed by Person 0, Person 1, Person 2, and 997 others');
});
