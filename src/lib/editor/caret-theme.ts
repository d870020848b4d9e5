import { EditorView } from '@codemirror/view';
import { PERSON_COLOURS } from '../workspace/types.js';
import { caretClass } from './caret-layers.js';

/** How long a name stays after its caret moved. */
const NAME_SHOWN = '4s';

const colours = Array.from({ length: PERSON_COLOURS }, (_, colour) => [
	`.${caretClass(colour)}`,
	{ '--pc-colour': `var(--person-${colour})` }
]);

const fade = { '0%': { opacity: '1' }, '85%': { opacity: '1' }, '100%': { opacity: '0' } };

/** How the carets, selections and names of others look. */
export const remoteCaretTheme = EditorView.baseTheme({
	...(Object.fromEntries(colours) as Record<string, Record<string, string>>),
	'.pc-selections, .pc-carets': { pointerEvents: 'none' },
	'.pc-selection': { backgroundColor: 'color-mix(in srgb, var(--pc-colour) 22%, transparent)' },
	'.pc-caret': { width: '2px', marginLeft: '-1px', backgroundColor: 'var(--pc-colour)' },
	'.pc-caret > span': {
		position: 'absolute',
		bottom: '100%',
		left: '0',
		maxWidth: '12em',
		padding: '0 var(--space-1)',
		overflow: 'hidden',
		whiteSpace: 'nowrap',
		textOverflow: 'ellipsis',
		font: '600 0.75rem/1.5 var(--font-ui, system-ui, sans-serif)',
		color: 'var(--color-on-person, var(--color-bg))',
		backgroundColor: 'var(--pc-colour)',
		borderRadius: '3px',
		animation: `pc-fade-even ${NAME_SHOWN} both`
	},
	'.pc-caret.pc-odd > span': { animationName: 'pc-fade-odd' },
	'.pc-caret.pc-below > span': { bottom: 'auto', top: '100%' },
	'.pc-caret.pc-left > span': { left: 'auto', right: '0' },
	'@keyframes pc-fade-even': fade,
	'@keyframes pc-fade-odd': fade,
	'@media (prefers-reduced-motion: reduce)': {
		'.pc-caret > span': { animationTimingFunction: 'step-end' }
	}
});
