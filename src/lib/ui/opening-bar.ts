import { m } from '../paraglide/messages.js';
import { MARK_SHAPE } from './mark-shape.js';

/** What a page's bar begins with. */
export type BarLook = 'library' | 'note' | 'page';

const CHEVRON =
	'<svg class="lucide-chevron-left" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="m15 18-6-6 6-6"/></svg>';

/** As in mark.svelte, in the same colours. */
function mark(): string {
	const { viewBox, perch, legs, bird, wing, eye } = MARK_SHAPE;
	const stroked = [perch, legs].map(
		({ d, strokeWidth }) =>
			`<path stroke="var(--color-perch)" stroke-linecap="round" stroke-width="${strokeWidth}" d="${d}"/>`
	);
	return (
		`<svg viewBox="${viewBox}" fill="none">${stroked.join('')}<path fill="var(--color-bird)" d="${bird}"/>` +
		`<path fill="var(--color-bird-wing)" d="${wing}"/><circle fill="var(--color-bird-eye)" cx="${eye.cx}" cy="${eye.cy}" r="${eye.r}"/></svg>`
	);
}

/**
 * The beginning of a page's bar as HTML, for a page that no script has drawn yet: it stands where the bar itself will have it, so that
 * something is there at once and nothing moves (opening-bar.css).
 *
 * @param back what the bar of a page leads back to
 */
export function openingBar(look: BarLook, back: string = m.all_notes()): string {
	switch (look) {
		case 'library':
			return `${mark()}<span>${m.app_name()}</span>`;
		case 'note':
			return CHEVRON;
		case 'page':
			return `${CHEVRON}<span>${back}</span>`;
	}
}
