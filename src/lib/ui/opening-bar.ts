import { m } from '../paraglide/messages.js';

/** What a page's bar begins with. */
export type BarLook = 'library' | 'note' | 'page';

const CHEVRON =
	'<svg class="lucide-chevron-left" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="m15 18-6-6 6-6"/></svg>';

/** As in mark.svelte, in the same colours. */
const MARK =
	'<svg viewBox="112 112 288 288" fill="none"><path stroke="var(--color-perch)" stroke-linecap="round" stroke-width="30" d="M128 362h256"/><path stroke="var(--color-perch)" stroke-linecap="round" stroke-width="16" d="M214 346v-34M262 346v-34"/><path fill="var(--color-bird)" d="M134 300c-4-92 52-168 136-168 47 0 82 30 84 74l44 22-46 14c-8 52-52 84-112 84-38 0-66-6-106-26z"/><path fill="var(--color-bird-wing)" d="M170 262c28-30 72-36 106-14-20 36-62 44-106 14z"/><circle fill="var(--color-bird-eye)" cx="306" cy="194" r="14"/></svg>';

/**
 * The beginning of a page's bar as HTML, for a page that no script has drawn yet: it stands where the bar itself will have it, so that
 * something is there at once and nothing moves (opening-bar.css).
 */
export function openingBar(look: BarLook): string {
	switch (look) {
		case 'library':
			return `${MARK}<span>${m.app_name()}</span>`;
		case 'note':
			return CHEVRON;
		case 'page':
			return `${CHEVRON}<span>${m.all_notes()}</span>`;
	}
}
