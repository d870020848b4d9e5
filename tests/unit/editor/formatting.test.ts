import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { cycleHeading, formattingAt } from '$lib/editor/formatting.js';
import { markdownLanguage } from '$lib/editor/markdown/language.js';

/** A text with its caret at `|`, or a selection between two of them. */
function stateOf(marked: string): EditorState {
	const [before = '', ...rest] = marked.split('|');
	const anchor = before.length;
	const head = rest.length === 2 ? anchor + (rest[0] ?? '').length : anchor;
	return EditorState.create({
		doc: marked.replaceAll('|', ''),
		selection: { anchor, head },
		extensions: markdownLanguage.extension
	});
}

test('what a caret is in, and not what it stands beside', () => {
	expect(formattingAt(stateOf('**bo|ld**'))).toMatchObject({ bold: true, italic: false });
	expect(formattingAt(stateOf('**bold**|'))).toMatchObject({ bold: false });
	expect(formattingAt(stateOf('|**bold**|'))).toMatchObject({ bold: true });
	expect(formattingAt(stateOf('a *b `c|` d*'))).toMatchObject({ code: true, italic: true });
	expect(formattingAt(stateOf('> - [ ] # ta|sk'))).toMatchObject({ item: 'task', quote: true, heading: 1 });
	expect(formattingAt(stateOf('te|xt'))).toMatchObject({ item: undefined, quote: false, heading: undefined });
});

test('one press after the other leads through the headings and back to text', () => {
	let state = stateOf('- he|re');
	const seen: string[] = [];
	for (let presses = 0; presses < 4; presses += 1) {
		cycleHeading({ state, dispatch: (transaction) => (state = transaction.state) });
		seen.push(state.doc.toString());
	}
	expect(seen).toEqual(['- # here', '- ## here', '- ### here', '- here']);
});
