import { defaultKeymap } from '@codemirror/commands';
import { EditorState, Transaction, type Extension } from '@codemirror/state';
import { EditorView, keymap, type ViewUpdate } from '@codemirror/view';
import type { Note } from '../note/note.js';
import type { RemoteCaret } from '../workspace/types.js';
import { adoptEditorStyles } from './adopted-styles.js';
import { bindNote, type BindingOptions } from './binding.js';
import { markdownWriting, type PreviewLabels } from './markdown/markdown.js';
import { remoteCarets, setRemoteCarets } from './remote-carets.js';
import { emptyHint, writingTheme } from './theme.js';
import { noteUndo } from './undo.js';

/** Where one's own selection begins and ends, in UTF-16 units of the note's text. */
export interface Caret {
	readonly anchor: number;
	readonly head: number;
}

export interface NoteEditorOptions extends BindingOptions {
	readonly parent: HTMLElement;
	readonly note: Note;
	/** Shown as long as nothing is written. */
	readonly placeholder: string;
	/** The accessible name of the text box. */
	readonly label: string;
	/** Names of what is drawn in the place of marks. */
	readonly previewLabels: PreviewLabels;
	/** The text can be selected and copied, and not changed. */
	readonly readOnly?: boolean;
	/** Told at each change, undefined when the editor has lost the focus or is destroyed. */
	readonly onCaret: (caret: Caret | undefined) => void;
	/** Told after each edit made here, undo and redo included. */
	readonly onLocalEdit?: () => void;
}

export interface NoteEditor {
	readonly view: EditorView;
	/** Replaces all carets of others. */
	setRemoteCarets(carets: readonly RemoteCaret[]): void;
	focus(): void;
	/** Takes the editor out of the page and lets go of the note, which must still be open. */
	destroy(): void;
}

/** Opens an editor on a note, as the last child of `parent`. Tab leaves it, as it leaves any text box, but in a list. */
export function createNoteEditor(options: NoteEditorOptions): NoteEditor {
	const { parent, note, onCaret } = options;
	adoptEditorStyles();
	const caret = new CaretWatch(onCaret);
	const view = new EditorView({
		parent,
		state: EditorState.create({ doc: note.body.toString(), extensions: extensions(options, caret) })
	});
	return {
		view,
		setRemoteCarets(carets) {
			view.dispatch({ effects: setRemoteCarets.of(carets) });
		},
		focus() {
			view.focus();
		},
		destroy() {
			view.destroy();
			caret.set(undefined);
		}
	};
}

function extensions(options: NoteEditorOptions, caret: CaretWatch): Extension {
	const { note, placeholder, label, readOnly = false, onLocalEdit } = options;
	return [
		bindNote(note, options),
		keymap.of(defaultKeymap),
		remoteCarets(),
		markdownWriting(options.previewLabels),
		writingTheme,
		emptyHint(placeholder),
		EditorView.contentAttributes.of({
			'aria-label': label,
			spellcheck: 'true',
			autocorrect: 'on',
			autocapitalize: 'sentences',
			writingsuggestions: 'true'
		}),
		readOnly ? unwritable : noteUndo(),
		EditorView.updateListener.of((update) => {
			caret.watch(update);
			if (update.transactions.some(isLocalEdit)) onLocalEdit?.();
		})
	];
}

/** Not editable, so that no keyboard pops up on a phone; still in the tab order, to be read and scrolled by keys. */
const unwritable: Extension = [
	EditorState.readOnly.of(true),
	EditorView.editable.of(false),
	EditorView.contentAttributes.of({ tabindex: '0', 'aria-readonly': 'true' }),
	EditorView.editorAttributes.of({ class: 'cm-unwritable' }),
	// Commands ask for `readOnly`; other extensions and programs may not. What comes from the note is not filtered.
	EditorState.changeFilter.of(() => false)
];

function isLocalEdit(transaction: Transaction): boolean {
	return transaction.docChanged && transaction.annotation(Transaction.remote) !== true;
}

/** Tells where the caret is whenever that is not what was told before. */
class CaretWatch {
	readonly #tell: (caret: Caret | undefined) => void;
	#told: Caret | undefined;

	constructor(tell: (caret: Caret | undefined) => void) {
		this.#tell = tell;
	}

	watch({ view, docChanged, selectionSet, focusChanged }: ViewUpdate): void {
		if (docChanged || selectionSet || focusChanged) {
			this.set(view.hasFocus ? view.state.selection.main : undefined);
		}
	}

	set(caret: Caret | undefined): void {
		if (caret?.anchor === this.#told?.anchor && caret?.head === this.#told?.head) return;
		this.#told = caret && { anchor: caret.anchor, head: caret.head };
		this.#tell(this.#told);
	}
}
