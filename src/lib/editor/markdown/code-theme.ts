import { TABLE_WIDTHS } from './limits.js';

export type Rules = Record<string, Record<string, string>>;

/** How far one level of a list is set in. */
export const LIST_STEP = '1.65em';

/** Of code, beside the text's size; and what a character of it takes of its size. */
const CODE_SIZE = 0.84;
const MONO = 0.605;
const TABLE_MIN = 0.68;

const blocks: Rules = {
	'.pm-inline-code, .pm-code, .pm-table': { fontFamily: 'var(--font-mono)', fontVariantLigatures: 'none' },
	'.pm-inline-code': {
		fontSize: '0.86em',
		padding: '0.1em 0.3em',
		borderRadius: '4px',
		backgroundColor: 'var(--code-ground)',
		boxDecorationBreak: 'clone',
		WebkitBoxDecorationBreak: 'clone'
	},
	'.pm-code': {
		fontSize: `${CODE_SIZE}em`,
		lineHeight: '1.6',
		paddingInline: 'var(--space-4)',
		backgroundColor: 'var(--code-ground)',
		tabSize: '4'
	},
	'.pm-code.pm-in-list': { marginInlineStart: `calc(var(--pm-lists, 0) * ${LIST_STEP})` },
	'.pm-fence': { fontSize: '0.72em', color: 'var(--color-text-muted)', fontFamily: 'var(--font-ui)' },
	'.pm-code-first': { borderRadius: 'var(--radius-md) var(--radius-md) 0 0', paddingTop: '0.35em' },
	'.pm-code-last': { borderRadius: '0 0 var(--radius-md) var(--radius-md)' },
	'.pm-code-first.pm-code-last': { borderRadius: 'var(--radius-md)' }
};

/** A table is set as large as fits in its container; where it would get too small its rows wrap, with no filling. */
const tableSizes: Rules = Object.fromEntries(
	TABLE_WIDTHS.flatMap((width) => [
		[
			`.pm-table-${width}`,
			{ fontSize: `clamp(${TABLE_MIN}em, ${(100 / width / MONO).toFixed(3)}cqi, ${CODE_SIZE}em)` }
		],
		[
			`@container note-text (max-width: ${(width * MONO * TABLE_MIN).toFixed(2)}em)`,
			{ [`.pm-table-${width} .pm-padding`]: { display: 'none' } } as unknown as Record<string, string>
		]
	])
);

const tables: Rules = {
	'&': { containerType: 'inline-size', containerName: 'note-text' },
	'.pm-table': {
		fontSize: `${CODE_SIZE}em`,
		lineHeight: '2',
		textIndent: '-1.2em',
		paddingInlineStart: '1.2em',
		boxShadow: 'inset 0 -1px var(--color-border)'
	},
	'.pm-table > *': { textIndent: '0' },
	'.pm-table-head': { fontWeight: '700', boxShadow: 'none' },
	'.pm-pipe': { color: 'var(--color-control)', fontWeight: '400' },
	'.pm-pipe.pm-unseen, .pm-pipe.pm-unseen *': { color: 'transparent' },
	'.pm-table-rule': { color: 'var(--color-text-muted)' },
	'.pm-table-line': {
		lineHeight: '0',
		height: '1px',
		backgroundColor: 'var(--color-control)',
		opacity: '0.6'
	},
	'.pm-padding': { userSelect: 'none' }
};

/** How code and tables look. */
export const codeTheme: Rules = { ...blocks, ...tables, ...tableSizes };
