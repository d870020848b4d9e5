import { Facet, Prec, Transaction, type ChangeSet, type Extension } from '@codemirror/state';
import { EditorView, logException, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { Note } from '../note/note.js';
import { NoteBinding, type BindingOptions, type EditorHost } from './binding.js';
import { CompositionHold } from './composition-hold.js';
import { ReadGate } from './read-gate.js';
import { UnreadInput } from './unread-input.js';
import { wellFormedInput } from './well-formed.js';

/** Those after which the browser has changed what is drawn, or is about to. */
const INPUT_EVENTS = ['beforeinput', 'input', 'compositionend'] as const;

function inputCame(this: ViewBinding): void {
	this.inputCame();
}

/** The bindings of an editor: none or one. */
const bindings = Facet.define<ViewPlugin<ViewBinding>>();

/** The place in the note's text of a place in the editor's; they differ while something of the note is not shown yet. */
export function toNoteOffset(view: EditorView, offset: number): number {
	return pendingOf(view)?.mapPos(offset, -1) ?? offset;
}

/** As `toNoteOffset`, from the note to the editor. What is not shown stands where it will be. */
export function toEditorOffset(view: EditorView, offset: number): number {
	const pending = pendingOf(view);
	return pending ? pending.invertedDesc.mapPos(Math.min(offset, pending.newLength), -1) : offset;
}

/**
 * Does what redraws the text without changing it: at once, or on a phone when what an input method did is read. A dispatch of effects alone
 * waits by itself (note-view.ts); this is for what has to be found or read back at that time. Of tasks of one name that wait, the last is done.
 */
export function whenRead(view: EditorView, task: () => void, name?: string): void {
	const gate = readGateOf(view);
	if (gate) gate.run(task, name);
	else task();
}

/** Where a view's own redrawing waits until input is read; undefined if it is bound to no note. */
export function readGateOf(view: EditorView): ReadGate | undefined {
	return bindingOf(view)?.gate;
}

/** Whether what redraws waits, for input is to be read. */
export function awaitsReading(view: EditorView): boolean {
	return readGateOf(view)?.isShut === true;
}

function bindingOf(view: EditorView): ViewBinding | undefined {
	const [plugin] = view.state.facet(bindings);
	return (plugin && view.plugin(plugin)) ?? undefined;
}

function pendingOf(view: EditorView): ChangeSet | undefined {
	return bindingOf(view)?.binding.pending;
}

/**
 * The extension that keeps an editor's text equal to the note's. A change on either side shows on the other, as
 * splices, before the call that made it returns; where that call was made in the middle of an update of the view, when
 * that update ends. What others change in a line that is composed in shows when the composition is over.
 *
 * The editor's state should be made from `note.body`: where its text differs, the note's wins.
 */
export function bindNote(note: Note, options: BindingOptions): Extension {
	const plugin = ViewPlugin.define((view) => new ViewBinding(view, note, options), {
		eventObservers: Object.fromEntries(INPUT_EVENTS.map((name) => [name, inputCame]))
	});
	return [
		wellFormedInput(),
		bindings.of(plugin),
		// First of all plugins: what the others read from the note is then what the editor shows.
		Prec.highest(plugin),
		// Last of all listeners: a transaction dispatched by an earlier one would reach the later ones before this update.
		Prec.lowest(EditorView.updateListener.of((update) => update.view.plugin(plugin)?.settle()))
	];
}

/** A view as CodeMirror knows it itself. */
interface ObservedView {
	/** There once all plugins are made. */
	readonly observer: {
		/** Reads at once what would be read in the next frame. */
		forceFlush(): void;
	};
}

/** The binding of a view, which minds its compositions and what of its input is unread. */
class ViewBinding {
	readonly #unread: UnreadInput;
	readonly #hold: CompositionHold;
	readonly binding: NoteBinding;
	readonly gate: ReadGate;

	constructor(view: EditorView, note: Note, options: BindingOptions) {
		const observed = view as unknown as ObservedView;
		this.#unread = new UnreadInput(() => {
			observed.observer.forceFlush();
		});
		const hold = (this.#hold = new CompositionHold(view, this.#unread, {
			isWaiting: () => this.binding.pending !== undefined,
			show: () => {
				this.binding.show();
			}
		}));
		this.gate = new ReadGate({
			readInMs: () => this.#unread.readInMs,
			dispatch: (specs) => {
				view.dispatch(...specs);
			},
			failed: (cause) => {
				logException(view.state, cause, 'what waited for input');
			}
		});
		const host: EditorHost = {
			get state() {
				return view.state;
			},
			dispatch: (transaction) => {
				view.dispatch(transaction);
			},
			keptText: () => hold.keptText(),
			held: () => {
				hold.begin();
			}
		};
		this.binding = new NoteBinding(host, note, options);
	}

	update({ transactions, docChanged, changes }: ViewUpdate): void {
		if (docChanged) this.gate.changed(changes);
		if (transactions.some(isOwnEdit)) {
			this.#hold.edited();
			this.#unread.wasRead();
		}
		this.binding.update({ transactions });
	}

	/** The update is over. */
	settle(): void {
		this.binding.settle();
		this.gate.tryNow();
	}

	inputCame(): void {
		this.#unread.came();
	}

	destroy(): void {
		this.gate.close();
		this.#unread.close();
		this.#hold.end();
		this.binding.destroy();
	}
}

function isOwnEdit(transaction: Transaction): boolean {
	return transaction.docChanged && transaction.annotation(Transaction.remote) !== true;
}
