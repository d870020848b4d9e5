import { NAME_MAX_WIDTH_PX } from './caret-name-place.js';

/** How a name beside what somebody did in the text looks, but for its colours. */
export const nameLabel = {
	position: 'absolute',
	bottom: '100%',
	left: '0',
	maxWidth: `${NAME_MAX_WIDTH_PX}px`,
	padding: '0 var(--space-1)',
	overflow: 'hidden',
	whiteSpace: 'nowrap',
	textOverflow: 'ellipsis',
	font: '600 0.75rem/1.5 var(--font-ui, system-ui, sans-serif)',
	borderRadius: '3px'
};
