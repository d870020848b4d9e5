import { EditorView } from '@codemirror/view';
import { PERSON_COLOURS } from '../workspace/types.js';
import { caretClass } from './caret-layers.js';
import { nameLabel } from './name-label.js';

/** How long a name stays after its caret moved. */
const NAME_SHOWN = '4s';

/** How long a caret, and what it selects, has its full colour after it moved. */
const CARET_FRESH = '30s';

const colours = Array.from({ length: PERSON_COLOURS }, (_, colour) => [
	`.${caretClass(colour)}`,
	{ '--pc-colour': `var(--person-${colour})` }
]);

const fade = { '0%': { opacity: '1' }, '85%': { opacity: '1' }, '100%': { opacity: '0' } };
const dim = { '0%': { opacity: '1' }, '95%': { opacity: '1' }, '100%': { opacity: '0.6' } };

/** How the carets, selections and names of others look. */
export const remoteCaretTheme = EditorView.baseTheme({
	...(Object.fromEntries(colours) as Record<string, Record<string, string>>),
	'.pc-selections, .pc-carets': { pointerEvents: 'none' },
	'.pc-selection': { left: '0', top: '0', animation: `pc-dim-even ${CARET_FRESH} both` },
	'.pc-selection > *': {
		position: 'absolute',
		backgroundColor: 'color-mix(in srgb, var(--pc-colour) 22%, transparent)'
	},
	'.pc-caret': {
		width: '2px',
		marginLeft: '-1px',
		backgroundColor: 'var(--pc-colour)',
		forcedColorAdjust: 'none',
		animation: `pc-dim-even ${CARET_FRESH} both`
	},
	// A knob, by which a caret is told from one's own also without its colour. Pointed at, it tells the name again.
	'.pc-caret::before': {
		content: '""',
		position: 'absolute',
		top: '-3px',
		left: '-2px',
		width: '6px',
		height: '6px',
		borderRadius: '50%',
		backgroundColor: 'var(--pc-colour)',
		pointerEvents: 'auto'
	},
	'.pc-caret > span': {
		...nameLabel,
		color: 'var(--color-on-person, var(--color-bg))',
		backgroundColor: 'var(--pc-colour)',
		animation: `pc-fade-even ${NAME_SHOWN} both`
	},
	'.pc-caret.pc-odd, .pc-selection.pc-odd': { animationName: 'pc-dim-odd' },
	'.pc-caret.pc-odd > span': { animationName: 'pc-fade-odd' },
	'.pc-caret.pc-below > span': { bottom: 'auto', top: '100%' },
	'.pc-caret.pc-left > span': { left: 'auto', right: '0' },
	'.pc-caret:hover, .pc-caret:hover > span': { animation: 'none' },
	'@keyframes pc-fade-even': fade,
	'@keyframes pc-fade-odd': fade,
	'@keyframes pc-dim-even': dim,
	'@keyframes pc-dim-odd': dim,
	// Nothing moves here; the page's own rule would end these animations, and take the names away, at once.
	'@media (prefers-reduced-motion: reduce)': {
		'.pc-caret, .pc-selection': {
			animationDuration: `${CARET_FRESH} !important`,
			animationTimingFunction: 'step-end'
		},
		'.pc-caret > span': {
			animationDuration: `${NAME_SHOWN} !important`,
			animationTimingFunction: 'step-end'
		}
	}
});
