import { Language, syntaxTree } from '@codemirror/language';
import { EditorSelection, type StateField } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { toggleBold } from '$lib/editor/markdown/inline-commands.js';
import { PARSED_AROUND_VIEW } from '$lib/editor/markdown/limits.js';
import { markdownLanguage } from '$lib/editor/markdown/language.js';
import { continueMarkup } from '$lib/editor/markdown/list-commands.js';
import { commandApplies } from '$lib/editor/note-commands.js';
import { longNote } from '../../../support/long-note.js';
import { openPage } from '../dom.js';
import { mountedOn } from '../mounted.js';
import { stateOf } from './support.js';

const PARSE_MS = 60_000;

beforeAll(() => openPage('desk'));

/** As the background parser does: what is out of sight is left for later. `forceParsing` would take all for seen. */
function parseAround(view: EditorView): void {
	const { state } = Language as unknown as {
		state: StateField<{ readonly context: { work(ms: number): boolean } }>;
	};
	if (!view.state.field(state).context.work(PARSE_MS)) throw new Error('not parsed in time');
	view.dispatch({});
}

/** An item that is parsed, but stands near to what is not. */
function lastParsedItem({ state }: EditorView): number {
	return state.sliceDoc(0, PARSED_AROUND_VIEW - 10_000).lastIndexOf('- both saws') + 6;
}

describe('a command in a long note', () => {
	it('parses what it changes, and takes the rest as it is', async () => {
		const { view, close } = await mountedOn(longNote(1_000_000));
		parseAround(view);
		expect(syntaxTree(view.state).length).toBe(view.state.doc.length);
		const before = new Set(syntaxTree(view.state).children);
		view.dispatch({ selection: EditorSelection.cursor(lastParsedItem(view)) });
		expect(continueMarkup(view)).toBe(true);
		const after = syntaxTree(view.state);
		expect(after.length).toBe(view.state.doc.length);
		expect(after.children.filter((section) => !before.has(section)).length).toBeLessThanOrEqual(2);
		close();
	});

	it('asks the parser once for all lines of a selection', () => {
		const state = stateOf(`‖${longNote(200_000)}‖`);
		const begun = vi.spyOn(markdownLanguage.parser, 'createParse');
		expect(toggleBold({ state, dispatch: () => undefined })).toBe(true);
		expect(begun.mock.calls.length).toBeLessThan(5);
	});

	it('is not tried to find out that it can be used', async () => {
		const { view, close } = await mountedOn('text');
		const tried = vi.spyOn(view.state, 'changeByRange');
		expect(commandApplies(view, 'bold')).toBe(true);
		expect(tried).not.toHaveBeenCalled();
		close();
	});
});
