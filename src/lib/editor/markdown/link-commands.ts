import { syntaxTree } from '@codemirror/language';
import { EditorSelection, type EditorState, type Extension, type StateCommand } from '@codemirror/state';
import { EditorView, type Command } from '@codemirror/view';
import { addressOfLink, LinkDefinitions } from './link-definitions.js';
import { openAddress, openableAddress, pastedAddress } from './links.js';
import type { Stretch } from './marks.js';
import { asOneStep } from './one-step.js';
import { enclosing, isInCode, treeOf } from './syntax.js';

/**
 * Makes a link of what is selected, with the caret where its address goes; of an address, with the caret where its text goes.
 * In a link it selects the address.
 */
export const editLink: StateCommand = ({ state, dispatch }) => {
	if (state.readOnly) return false;
	const { from, to } = state.selection.main;
	const address = enclosing(state, { from, to }, 'Link', 'Image')?.getChild('URL');
	if (address) {
		dispatch(state.update({ selection: { anchor: address.from, head: address.to }, scrollIntoView: true }));
		return true;
	}
	const text = state.doc.sliceString(from, to);
	if (text.includes('\n') || linksIn(state, { from, to }, 'Link').length > 0) return false;
	const url = pastedAddress(text);
	const insert = url === undefined ? `[${asLinkText(state, { from, to })}]()` : `[](${url})`;
	const caret = url !== undefined || text === '' ? from + 1 : from + insert.length - 1;
	dispatch(
		state.update(
			asOneStep({ changes: { from, to, insert }, selection: { anchor: caret }, userEvent: 'input.format' })
		)
	);
	return true;
};

/** What a link is made of: no link stands in another, a picture does. */
function asLinkText(state: EditorState, { from, to }: Stretch): string {
	let text = '';
	let at = from;
	for (const picture of linksIn(state, { from, to }, 'Image')) {
		text += escaped(state.sliceDoc(at, picture.from)) + state.sliceDoc(picture.from, picture.to);
		at = picture.to;
	}
	return text + escaped(state.sliceDoc(at, to));
}

/** A bracket would end the text of a link, but for those that are escaped or in code; a backslash at its end would escape the link's own. */
function escaped(text: string): string {
	return text.replaceAll(/`[^`]*`|\\.|[[\]\\]/g, (part) => (part.length === 1 ? `\\${part}` : part));
}

/** The outermost of those nodes with an address that a stretch contains. Words in brackets alone are a link to the parser, too. */
function linksIn(state: EditorState, { from, to }: Stretch, ...names: readonly string[]): Stretch[] {
	const found: Stretch[] = [];
	treeOf(state, { from, to }).iterate({
		from,
		to,
		enter({ name, node }) {
			const isWithin = node.from >= from && node.to <= to;
			if (!isWithin || !names.includes(name) || node.getChild('URL') === null) return true;
			found.push({ from: node.from, to: node.to });
			return false;
		}
	});
	return found;
}

/** The address of the link that the caret is in or at, if it can be opened. */
export function addressAtCaret(state: EditorState): string | undefined {
	const { from, to } = state.selection.main;
	const link = enclosing(state, { from, to }, 'Link', 'Image', 'Autolink', 'URL');
	if (link === undefined) return undefined;
	if (link.name === 'URL') return openableAddress(state.sliceDoc(link.from, link.to));
	const definitions = new LinkDefinitions(state.doc, syntaxTree(state));
	return openableAddress(addressOfLink(state.doc, link, definitions) ?? '');
}

/** Opens the link that the caret is in, as a click with Ctrl does. */
export const openLink: Command = ({ state }) => {
	const address = addressAtCaret(state);
	if (address === undefined) return false;
	openAddress(address);
	return true;
};

/** Makes a link of what is selected and an address, or undefined where that would make no sense. */
export function linkTo(address: string): StateCommand {
	return ({ state, dispatch }) => {
		const url = pastedAddress(address);
		const { from, to, empty } = state.selection.main;
		const text = state.doc.sliceString(from, to);
		if (url === undefined || empty || state.readOnly || state.selection.ranges.length > 1) return false;
		if (text.includes('\n') || pastedAddress(text) !== undefined) return false;
		if (isInCode(state, from) || enclosing(state, { from, to }, 'Link', 'Image', 'InlineCode')) return false;
		if (linksIn(state, { from, to }, 'Link', 'Image').length > 0) return false;
		const insert = `[${escaped(text)}](${url})`;
		const selection = EditorSelection.cursor(from + insert.length);
		dispatch(state.update(asOneStep({ changes: { from, to, insert }, selection, userEvent: 'input.paste' })));
		return true;
	};
}

/** The extension by which an address that is pasted over a selection makes a link of it. */
export const pasteLink: Extension = EditorView.domEventHandlers({
	paste(event, view) {
		const text = event.clipboardData?.getData('text/plain') ?? '';
		if (!linkTo(text)(view)) return false;
		event.preventDefault();
		return true;
	}
});
