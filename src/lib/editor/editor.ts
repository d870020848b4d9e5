import { defaultKeymap, deleteLine } from '@codemirror/commands';
import { EditorState, Transaction, type Extension } from '@codemirror/state';
import { EditorView, keymap, type ViewUpdate } from '@codemirror/view';
import type { Note } from '../note/note.js';
import { Emitter, type Unsubscribe } from '../util/emitter.js';
import type { RemoteCaret } from '../workspace/types.js';
import { adoptEditorStyles } from './adopted-styles.js';
import { awaitsReading, bindNote, toEditorOffset, toNoteOffset, whenRead } from './bind-note.js';
import type { BindingOptions } from './binding.js';
import { redrawAsBlocksScroll } from './clipped-boxes.js';
import { ChangeableModes, type WritingModes } from './comfort/writing-modes.js';
import { droppedText } from './dropped-text.js';
import { hitMarks } from './find/hit-marks.js';
import type { Hit } from './find/hits.js';
import { showPlace } from './find/show-place.js';
import { markdownWriting, type PreviewLabels } from './markdown/markdown.js';
import { writtenByOthers } from './markdown/renumber.js';
import { putHeldPastes } from './markdown/rich-paste.js';
import { markUnseen, revealNextUnseen } from './mark-unseen.js';
import { NoteView } from './note-view.js';
import { areShown, remoteCarets, remoteCaretsField, setRemoteCarets } from './remote-carets.js';
import type { Revealing } from './reveal.js';
import { revealCaret } from './reveal-caret.js';
import { selectedText } from './selected-text.js';
import { emptyHint, writingTheme } from './theme.js';
import { noteUndo } from './undo.js';
import { unseenField, type MarkedChange } from './unseen-field.js';
import { unseenMarks, type NextMark } from './unseen-marks.js';

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
	readonly modes: WritingModes;
	/** The text can be selected and copied, and not changed. */
	readonly readOnly?: boolean;
	/** Whether others may write in the note, also when they are away: then the numbers of a list are not rewritten. */
	readonly isShared?: () => boolean;
	/** Told at each change, also of the text around it; undefined when the editor has lost the focus or is destroyed. */
	readonly onCaret: (caret: Caret | undefined) => void;
	/** Told when all marks of what others changed were in sight for a while. */
	readonly onAllSeen?: () => void;
	/** Told when what others changed has other marks, more or fewer: by whom each is. It must not dispatch. */
	readonly onMarked?: (authors: readonly string[], areSet: boolean) => void;
	/** Told after each edit made here, undo and redo included. */
	readonly onLocalEdit?: () => void;
}

export interface NoteEditor {
	readonly view: EditorView;
	/** Replaces all carets of others. */
	setRemoteCarets(carets: readonly RemoteCaret[]): void;
	/** Scrolls to somebody's caret, and shows whose it is unless it was only to be kept in sight. */
	revealCaret(caret: RemoteCaret, revealing: Revealing): void;
	/** Replaces all marks of what others changed. Offsets are in UTF-16 units of the note's text. */
	markUnseen(changes: readonly MarkedChange[]): void;
	/** Points the next mark out and scrolls there. Undefined if there is none. */
	revealNextUnseen(glides: boolean): NextMark | undefined;
	/** Scrolls to a place of the note's text, marks it for a while, and puts the caret behind it, without taking the focus. */
	showPlace(place: Hit): void;
	/** What is selected, also while something else has the focus. Empty if nothing is. */
	selectedText(): string;
	/** Uses other modes from now on. */
	setModes(modes: WritingModes): void;
	focus(): void;
	/** Does what dispatches effects and goes on from there: at once, or on a phone when what an input method did is read. */
	whenRead(task: () => void): void;
	/** Calls `listener` after each update; it must not dispatch. */
	onUpdate(listener: (update: ViewUpdate) => void): Unsubscribe;
	/** Takes the editor out of the page and lets go of the note, which must still be open. */
	destroy(): void;
}

/** Opens an editor on a note, as the last child of `parent`. Tab leaves it, as it leaves any text box, but in a list or in code. */
export function createNoteEditor(options: NoteEditorOptions): NoteEditor {
	const { parent, note, onCaret } = options;
	adoptEditorStyles();
	const caret = new CaretWatch(onCaret);
	const updates = new Emitter<ViewUpdate>();
	const modes = new ChangeableModes(options.modes, options.readOnly ?? false);
	note.doc.commit();
	const shownAt = note.doc.frontiers();
	const view = new NoteView({
		parent,
		state: EditorState.create({
			doc: note.body.toString(),
			extensions: [
				extensions({ ...options, shownAt }, caret),
				modes.extension,
				EditorView.updateListener.of((update) => updates.emit(update))
			]
		})
	});
	return {
		view,
		setRemoteCarets(carets) {
			// The places are of the note as it is now: if the view waits, they move along with what is written until then.
			const shown = carets.map((caret) => ({
				...caret,
				anchor: toEditorOffset(view, caret.anchor),
				head: toEditorOffset(view, caret.head)
			}));
			// Mostly the text has moved them there already, and an update takes its time at each key. What waits would move them again.
			if (!awaitsReading(view) && areShown(view.state, shown)) return;
			view.dispatch({ effects: setRemoteCarets.of(shown) });
		},
		revealCaret: (caret, revealing) => revealCaret(view, caret, revealing),
		markUnseen: (changes) => markUnseen(view, changes),
		revealNextUnseen: (glides) => revealNextUnseen(view, glides),
		showPlace: (place) => showPlace(view, place),
		selectedText: () => selectedText(view.state),
		setModes(wanted) {
			modes.change(view, wanted);
		},
		focus() {
			view.focus();
		},
		whenRead(task) {
			whenRead(view, task);
		},
		onUpdate: updates.on.bind(updates),
		destroy() {
			putHeldPastes(view);
			view.destroy();
			updates.clear();
			caret.set(undefined);
		}
	};
}

function extensions(options: NoteEditorOptions, caret: CaretWatch): Extension {
	const { note, placeholder, label, readOnly = false, onLocalEdit } = options;
	return [
		bindNote(note, options),
		keymap.of(readOnly ? readerKeymap : writerKeymap),
		unseenMarks({
			allSeen: () => options.onAllSeen?.(),
			marked: (authors, areSet) => options.onMarked?.(authors, areSet)
		}),
		remoteCarets(),
		redrawAsBlocksScroll(isDrawnOver),
		markdownWriting(options.previewLabels),
		writtenByOthers.of(options.isShared ?? (() => false)),
		droppedText,
		hitMarks(),
		writingTheme,
		emptyHint(placeholder),
		EditorView.contentAttributes.of({
			'aria-label': label,
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

/** Its keys to delete lines are those that make a link, also where there is none to make. */
const writerKeymap = defaultKeymap.filter(({ run }) => run !== deleteLine);

/** Nobody sees the caret of who only reads: all other keys are the browser's, which scrolls by them. */
const readerKeymap = defaultKeymap.filter(({ key }) => key === 'Mod-a');

/** Not editable, so that no keyboard pops up on a phone; still in the tab order, to be read and scrolled by keys. */
const unwritable: Extension = [
	EditorState.readOnly.of(true),
	EditorView.editable.of(false),
	EditorView.contentAttributes.of({ tabindex: '0', 'aria-readonly': 'true' }),
	EditorView.editorAttributes.of({ class: 'cm-unwritable' }),
	// Commands ask for `readOnly`; other extensions and programs may not. What comes from the note is not filtered.
	EditorState.changeFilter.of(() => false)
];

/** Whether layers show anything of others. */
function isDrawnOver(state: EditorState): boolean {
	return state.field(remoteCaretsField).length > 0 || state.field(unseenField).marks.size > 0;
}

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
		if (!docChanged && !selectionSet && !focusChanged) return;
		const { anchor, head } = view.state.selection.main;
		const caret = { anchor: toNoteOffset(view, anchor), head: toNoteOffset(view, head) };
		this.set(view.hasFocus ? caret : undefined, docChanged);
	}

	/** `textChanged`: at the same offset the caret may stand at another character. */
	set(caret: Caret | undefined, textChanged = false): void {
		const isTold = caret?.anchor === this.#told?.anchor && caret?.head === this.#told?.head;
		if (isTold && (caret === undefined || !textChanged)) return;
		this.#told = caret && { anchor: caret.anchor, head: caret.head };
		this.#tell(this.#told);
	}
}
