import { EditorView } from '@codemirror/view';
import { MAX_SHOWN_DEPTH } from './limits.js';
import { codeTheme, LIST_STEP, QUOTE_STEP, type Rules } from './code-theme.js';

const BAR = 'linear-gradient(var(--quote-bar), var(--quote-bar))';

const depths = Array.from({ length: MAX_SHOWN_DEPTH }, (_, index) => index + 1);

const lists: Rules = Object.fromEntries(
	depths.map((depth) => [`.pm-list-${depth}`, { '--pm-lists': String(depth) }])
);

/** One bar for each level, on the side where the text begins. */
const quotes: Rules = Object.fromEntries(
	depths.flatMap((depth) => {
		const steps = depths.slice(0, depth).map((it) => `${it - 1} * ${QUOTE_STEP}`);
		return [
			[
				`.pm-quote-${depth}`,
				{
					'--pm-quotes': String(depth),
					backgroundImage: Array(depth).fill(BAR).join(', '),
					backgroundPosition: steps.map((step) => `calc(${step}) 0`).join(', ')
				}
			],
			[
				`.pm-quote-${depth}:dir(rtl)`,
				{ backgroundPosition: steps.map((step) => `calc(100% - ${step}) 0`).join(', ') }
			]
		];
	})
);

const blocks: Rules = {
	'.pm-quote, .pm-in-list': {
		paddingInlineStart: `calc(var(--pm-quotes, 0) * ${QUOTE_STEP} + var(--pm-lists, 0) * ${LIST_STEP})`
	},
	'.pm-quote': {
		color: 'var(--color-text-muted)',
		backgroundRepeat: 'no-repeat',
		backgroundSize: '3px 100%'
	},
	'.pm-item': { textIndent: `-${LIST_STEP}` },
	'.pm-item > *': { textIndent: '0' },
	'.pm-marker': {
		display: 'inline-block',
		minWidth: LIST_STEP,
		color: 'var(--color-text-muted)',
		fontVariantNumeric: 'tabular-nums'
	},
	'.pm-bullet::before': {
		content: '""',
		display: 'inline-block',
		width: '0.36em',
		height: '0.36em',
		marginInlineStart: '0.42em',
		verticalAlign: '0.2em',
		borderRadius: '50%',
		backgroundColor: 'var(--color-accent)'
	},
	'.pm-list-2 .pm-bullet::before': {
		backgroundColor: 'transparent',
		boxShadow: 'inset 0 0 0 1.5px var(--color-accent)'
	},
	'.pm-list-3 .pm-bullet::before': { borderRadius: '1px' },
	'.pm-done': {
		color: 'var(--color-text-muted)',
		textDecoration: 'line-through',
		textDecorationThickness: '1px'
	},
	'.pm-rule': {
		display: 'inline-block',
		width: '100%',
		verticalAlign: 'middle',
		borderTop: '1px solid var(--color-control)',
		opacity: '0.6'
	},
	'.pm-html': { fontFamily: 'var(--font-mono)', fontSize: '0.85em', color: 'var(--color-text-muted)' }
};

const headings: Rules = {
	'.pm-heading': { fontWeight: '700', textWrap: 'balance', letterSpacing: '-0.011em' },
	'.pm-h1': { fontSize: '1.5em', lineHeight: '1.25', paddingTop: '0.8em' },
	'.pm-h2': { fontSize: '1.27em', lineHeight: '1.3', paddingTop: '0.7em' },
	'.pm-h3': { fontSize: '1.12em', lineHeight: '1.4', paddingTop: '0.7em', letterSpacing: '0' },
	'.pm-h4, .pm-h5, .pm-h6': { paddingTop: '0.5em', letterSpacing: '0' },
	'.pm-h5, .pm-h6': { fontSize: '0.95em', color: 'var(--color-text-muted)' },
	'.pm-heading.pm-first': { paddingTop: '0.25em' },
	'.pm-underline': { color: 'var(--color-border)', lineHeight: '1' }
};

const links: Rules = {
	'.pm-link, .pm-link *': { color: 'var(--color-accent)' },
	'.pm-link': {
		textDecoration: 'underline',
		textDecorationThickness: '1px',
		textDecorationColor: 'color-mix(in srgb, var(--color-accent) 45%, transparent)',
		textUnderlineOffset: '0.2em'
	},
	'.pm-image::before': {
		content: '""',
		display: 'inline-block',
		width: '1em',
		height: '0.78em',
		marginInlineEnd: '0.35em',
		verticalAlign: '-0.04em',
		border: '1.5px solid currentColor',
		borderRadius: '3px',
		backgroundImage: 'linear-gradient(to top right, currentColor 35%, transparent 36%)'
	},
	'.pm-open': {
		display: 'inline-block',
		marginInlineStart: '0.25em',
		padding: '0 0.4em',
		borderRadius: 'var(--radius-sm)',
		font: '600 0.8em/1.5 var(--font-ui)',
		color: 'var(--color-accent)',
		backgroundColor: 'var(--color-accent-soft)',
		textDecoration: 'none'
	},
	'.pm-open::before': { content: '"↗"' }
};

const tasks: Rules = {
	'.pm-task': { lineHeight: '1' },
	'.pm-task input': {
		position: 'relative',
		appearance: 'none',
		WebkitAppearance: 'none',
		display: 'inline-block',
		width: '1.05em',
		height: '1.05em',
		margin: '0',
		font: 'inherit',
		verticalAlign: '-0.16em',
		border: '1.5px solid var(--color-control)',
		borderRadius: '5px',
		backgroundColor: 'var(--color-surface-raised)',
		cursor: 'pointer'
	},
	// A finger needs more room than the box.
	'.pm-task input::before': { content: '""', position: 'absolute', inset: '-0.65em -0.55em' },
	'.pm-task input:checked': { borderColor: 'var(--color-accent)', backgroundColor: 'var(--color-accent)' },
	'.pm-task input:checked::after': {
		content: '""',
		position: 'absolute',
		left: '0.3em',
		top: '0.08em',
		width: '0.28em',
		height: '0.55em',
		borderStyle: 'solid',
		borderColor: 'var(--color-on-accent)',
		borderWidth: '0 2px 2px 0',
		transform: 'rotate(42deg)'
	},
	'.pm-task input:disabled': { cursor: 'default' }
};

/** Where the system sets the colours, it takes away grounds and gradients: what they tell is drawn by lines. */
const forcedColours = {
	'@media (forced-colors: active)': {
		'.pm-quote': { borderInlineStart: '3px solid' },
		'.pm-bullet::before': { backgroundColor: 'CanvasText', forcedColorAdjust: 'none' },
		'.pm-codeblock, .pm-inline-code': { outline: '1px solid' },
		'.pm-task input:checked': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
		'.pm-task input:checked::after': { borderColor: 'HighlightText' }
	}
} as unknown as Rules;

/** Parts of a pixel would make an oval of a bullet, on some lines only. */
const wholePixels = {
	'@supports (width: round(1em, 1px))': {
		'.pm-bullet::before': { width: 'round(0.36em, 1px)', height: 'round(0.36em, 1px)' }
	}
} as unknown as Rules;

/** How rendered Markdown looks. */
export const previewTheme = EditorView.theme({
	...lists,
	...quotes,
	...blocks,
	...headings,
	...codeTheme,
	...links,
	...tasks,
	...wholePixels,
	...forcedColours
});
