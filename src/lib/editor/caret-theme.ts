import { EditorView } from '@codemirror/view';
import { PERSON_COLOURS } from '../workspace/types.js';
import { caretClass } from './caret-layers.js';
import { nameLabel } from './name-label.js';

/** How long it takes until what has grown old (`freshen`) has faded. */
const NAME_FADES = '0.6s';
const CARET_FADES = '1.5s';

const colours = Array.from({ length: PERSON_COLOURS }, (_, colour) => [
	`.${caretClass(colour)}`,
	{ '--pc-colour': `var(--person-${colour})` }
]);

/** How the carets, selections and names of others look. */
export const remoteCaretTheme = EditorView.baseTheme({
	...(Object.fromEntries(colours) as Record<string, Record<string, string>>),
	'.pc-selections, .pc-carets': { pointerEvents: 'none' },
	'.pc-selection': { left: '0', top: '0' },
	'.pc-selection, .pc-caret': { opacity: '0.6', transition: `opacity ${CARET_FADES}` },
	'.pc-selection[data-fresh], .pc-caret[data-fresh]': { opacity: '1', transition: 'none' },
	'.pc-selection > *': {
		position: 'absolute',
		backgroundColor: 'color-mix(in srgb, var(--pc-colour) 22%, transparent)'
	},
	'.pc-caret': {
		width: '2px',
		marginLeft: '-1px',
		backgroundColor: 'var(--pc-colour)',
		forcedColorAdjust: 'none'
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
		opacity: '0',
		transition: `opacity ${NAME_FADES}`
	},
	'.pc-caret[data-fresh="named"] > span': { opacity: '1', transition: 'none' },
	'.pc-caret.pc-below > span': { bottom: 'auto', top: '100%' },
	'.pc-caret.pc-left > span': { left: 'auto', right: '0' },
	'.pc-caret:hover, .pc-caret:hover > span': { opacity: '1', transition: 'none' }
});
