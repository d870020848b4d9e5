import type { TextCounts } from '$lib/editor/survey/count-text.js';
import { WORDS_PER_MINUTE } from '$lib/editor/survey/limits.js';
import { m } from '$lib/paraglide/messages.js';

/** How long a text is, in words: with the minutes that it takes to read. */
export function countsText({ words, characters }: TextCounts): string {
	const minutes = Math.max(1, Math.round(words / WORDS_PER_MINUTE));
	return m.counts({
		count: words,
		words: words.toLocaleString(),
		characters: characters.toLocaleString(),
		minutes: minutes.toLocaleString()
	});
}

/** How much is selected. */
export function selectionText({ words, characters }: TextCounts): string {
	return m.counts_selected({
		count: words,
		words: words.toLocaleString(),
		characters: characters.toLocaleString()
	});
}
