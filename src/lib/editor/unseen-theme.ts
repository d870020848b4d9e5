import { EditorView } from '@codemirror/view';
import { nameLabel } from './name-label.js';

const name = {
	...nameLabel,
	color: 'var(--color-on-accent)',
	backgroundColor: 'var(--color-accent)'
};

/** How marks of what others changed look. */
export const unseenTheme = EditorView.baseTheme({
	'.pc-unseen-marks': { pointerEvents: 'none' },
	'.pc-unseen-marks > *': { transition: 'opacity 2s' },
	'.pc-unseen': { backgroundColor: 'color-mix(in srgb, var(--color-perch) 30%, transparent)' },
	'.pc-unseen-bar': {
		width: '3px',
		marginLeft: '-10px',
		borderRadius: '2px',
		backgroundColor: 'var(--color-accent)',
		pointerEvents: 'auto'
	},
	// A finger's or pointer's room around it.
	'.pc-unseen-bar::before': { content: '""', position: 'absolute', inset: '0 -5px' },
	'.pc-unseen-bar > span': { ...name, display: 'none' },
	'.pc-unseen-bar:hover > span': { display: 'block' },
	'.pc-unseen-tick': { width: '0' },
	'.pc-unseen-tick::before': {
		content: '""',
		position: 'absolute',
		bottom: '-2px',
		left: '-5px',
		borderInline: '5px solid transparent',
		borderBottom: '7px solid var(--color-accent)'
	},
	'.pc-unseen-name > span, .pc-unseen-tick > span': name,
	'.pc-below > span': { bottom: 'auto', top: '100%' },
	'.pc-left > span': { left: 'auto', right: '0' },
	'.pc-fading': { opacity: '0' }
});
