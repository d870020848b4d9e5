export type Rules = Record<string, Record<string, string>>;

/** How far one level of a list is set in. */
export const LIST_STEP = '1.65em';
/** How far one level of a quote is set in. */
export const QUOTE_STEP = '1.15em';

const CODE_SIZE = '0.84em';
/** About as wide as a space. */
const SPACE = '0.28em';
const DEPTH = `calc(var(--pm-quotes, 0) * ${QUOTE_STEP} + var(--pm-lists, 0) * ${LIST_STEP})`;

/** What holds the lines of a table or of code scrolls sideways what has no room. */
const blocks: Rules = {
	'.pm-block': {
		// Else the text around would be as wide as what has no room.
		contain: 'inline-size',
		overflowX: 'auto',
		// A swipe that comes to its end goes back to no other page.
		overscrollBehaviorX: 'contain',
		scrollbarWidth: 'thin',
		scrollbarColor: 'var(--color-border) transparent'
	},
	'.pm-block .cm-line': { padding: '0', textIndent: '0', backgroundImage: 'none' }
};

const code: Rules = {
	'.pm-inline-code, .pm-code': { fontFamily: 'var(--font-mono)', fontVariantLigatures: 'none' },
	'.pm-inline-code': {
		fontSize: '0.86em',
		padding: '0.1em 0.3em',
		borderRadius: '4px',
		backgroundColor: 'var(--code-ground)',
		boxDecorationBreak: 'clone',
		WebkitBoxDecorationBreak: 'clone'
	},
	'.pm-codeblock': {
		marginInlineStart: DEPTH,
		padding: '0.5em var(--space-4) 0.25em',
		borderRadius: 'var(--radius-md)',
		backgroundColor: 'var(--code-ground)',
		backgroundImage: 'none'
	},
	'.pm-code': {
		fontSize: CODE_SIZE,
		lineHeight: '1.6',
		color: 'var(--color-text)',
		tabSize: '4',
		direction: 'ltr',
		textAlign: 'left'
	},
	'.pm-codeblock .pm-code': { width: 'max-content', minWidth: '100%', whiteSpace: 'pre' },
	// An opening fence with nothing behind it.
	'.cm-content > .pm-code': { paddingInline: 'var(--space-4)', backgroundColor: 'var(--code-ground)' },
	'.pm-fence': { fontSize: '0.72em', color: 'var(--color-text-muted)', fontFamily: 'var(--font-ui)' }
};

/** Rows and cells are the browser's own: it sets the columns, and whoever writes in one sees them grow. */
const tables: Rules = {
	'.pm-table': {
		fontSize: '0.94em',
		lineHeight: '1.5',
		fontVariantNumeric: 'lining-nums tabular-nums',
		borderCollapse: 'collapse',
		paddingInlineStart: DEPTH
	},
	// Where nothing stands beside it, it scrolls out to the edges of the screen.
	'.cm-content > .pm-table:not(.pm-quote)': {
		marginInline: 'calc(-1 * var(--gutter))',
		paddingInline: `calc(var(--gutter) + var(--pm-lists, 0) * ${LIST_STEP}) var(--gutter)`
	},
	'.pm-table .pm-row': { display: 'table-row' },
	'.pm-table .pm-cell, .pm-table .pm-pipe': {
		display: 'table-cell',
		padding: '0.4em 0',
		verticalAlign: 'top',
		borderBottom: '1px solid var(--color-border)'
	},
	'.pm-table .pm-row:last-child > *': { borderBottom: '0' },
	'.pm-cell': { whiteSpace: 'pre', wordBreak: 'normal', overflowWrap: 'normal' },
	// All its lines begin where the first one does behind its space.
	'.pm-table .pm-cell-long': {
		whiteSpace: 'break-spaces',
		minWidth: '12em',
		textIndent: `-${SPACE}`,
		paddingInlineStart: SPACE
	},
	'.pm-cell-centre': { textAlign: 'center' },
	'.pm-cell-left': { textAlign: 'left' },
	'.pm-cell-right': { textAlign: 'right' },
	'.pm-row-head': { fontWeight: '700' },
	'.pm-table .pm-row-head > *': { borderBottomColor: 'var(--color-control)' },
	'.pm-row-rule': { color: 'var(--color-text-muted)' },
	'.pm-table .pm-row-line': { fontSize: '0', lineHeight: '0' },
	'.pm-pipe': { color: 'var(--color-control)', fontWeight: '400' },
	'.pm-pipe.pm-unseen, .pm-pipe.pm-unseen *': { color: 'transparent' }
};

/** How code and tables look. */
export const codeTheme: Rules = { ...blocks, ...code, ...tables };
