import type { ChangeSpec, StateCommand } from '@codemirror/state';
import { toggleHeading, toggleList, toggleQuote } from '$lib/editor/markdown/block-commands.js';
import { toggleBold, toggleCode, toggleItalic } from '$lib/editor/markdown/inline-commands.js';
import { markdownLanguage } from '$lib/editor/markdown/language.js';
import { editLink } from '$lib/editor/markdown/link-commands.js';
import { continueMarkup, indentItems, outdentItems, removeMark } from '$lib/editor/markdown/list-commands.js';
import { Note } from '$lib/note/note.js';
import { HeadlessEditor } from './headless-editor.js';
import type { Random } from './random.js';

/** Text that trips up naive bindings: surrogate pairs, joined and combined characters, lone halves, line ends. */
const AWKWARD = [
	'😀',
	'😁',
	'👩‍👩‍👧‍👦',
	'🇳🇱',
	'👍🏽',
	'E\u0301',
	'\u200d',
	'\ud83d',
	'\ude00',
	'\ude00\ud83d',
	'\n',
	'\n\n',
	'\r\n',
	'\r',
	'\r\r\n',
	'\ufffd'
];

/** Those that write no letter and no digit, which would be taken for somebody's. */
const COMMANDS: readonly StateCommand[] = [
	toggleBold,
	toggleCode,
	toggleItalic,
	toggleHeading(2),
	toggleQuote,
	toggleList('bullet'),
	toggleList('task'),
	editLink,
	continueMarkup,
	indentItems,
	outdentItems,
	removeMark
];

/** What a program writes under an origin that undo leaves alone. */
const SYSTEM_LETTERS = '0123456789';
const SYSTEM = 'perch:fuzz';
const PROGRAM = 'program';

/** Edits that answer an edit are few, or they would answer each other for ever. */
const MAX_ANSWERS = 3;

/** One peer of the fuzz test: a note with one or two editors, undo, and programs that edit it, too. */
export class EditorPeer {
	readonly #note = Note.empty();
	readonly #letters: string;
	readonly #random: Random;
	readonly #justTypes: boolean;
	readonly #inbox: Uint8Array[] = [];
	#editors: HeadlessEditor[] = [];
	#answers = MAX_ANSWERS;

	/**
	 * @param loroPeerId Decides who comes first where two insert at one place; random ids would defeat the seed.
	 * @param justTypes One editor, edits by hand only, and no undo in between.
	 */
	constructor(letters: string, loroPeerId: number, random: Random, justTypes = false) {
		this.#letters = letters;
		this.#random = random;
		this.#justTypes = justTypes;
		this.#note.doc.setPeerId(loroPeerId);
		if (justTypes) {
			this.#openEditor();
			return;
		}
		// One program hears of changes before the editors do, one after them.
		if (random.chance(0.3)) this.#answerAsProgram();
		this.#openEditor();
		if (random.chance(0.2)) this.#openEditor();
		if (random.chance(0.3)) this.#answerAsProgram();
	}

	get text(): string {
		return this.#note.body.toString();
	}

	/** Does one thing that happens to a note. */
	act(): void {
		this.#answers = MAX_ANSWERS;
		const editor = this.#random.pick(this.#editors);
		if (editor.isComposing) {
			this.#goOnComposing(editor);
			return;
		}
		const type = (): void => {
			editor.type(this.#words());
		};
		const selectAndType = (): void => {
			this.#select(editor);
			type();
		};
		const change = (): void => {
			editor.dispatch({ changes: this.#change(editor.state.doc.length) });
		};
		const changeManyPlaces = (): void => {
			editor.dispatch({ changes: this.#disjointChanges(editor.state.doc.length) });
		};
		const byHand = [
			selectAndType,
			selectAndType,
			selectAndType,
			type,
			change,
			change,
			changeManyPlaces,
			changeManyPlaces,
			() => {
				this.#beginComposing(editor);
			}
		];
		const besides = [
			() => this.#undo(editor),
			() => editor.redo(),
			() => this.#useCommands(editor),
			() => this.#editAsProgram(),
			() => this.#editOtherContainers(),
			() => this.#leaveUncommitted(editor),
			() => this.#updateTwice(editor),
			() => this.#reopenEditor(editor)
		];
		this.#random.pick<() => unknown>(this.#justTypes ? byHand : [...byHand, ...besides])();
	}

	/** Ends what input methods have in hand. */
	finishComposing(): void {
		for (const editor of this.#editors) editor.endComposition();
	}

	/** Takes back all edits of one editor; those of a peer that just types leave none of its letters. */
	undoEverything(): void {
		const editor = this.#random.pick(this.#editors);
		while (this.#undo(editor)) this.check();
		const left = Array.from(this.text).filter((letter) => this.#letters.includes(letter));
		hold(!this.#justTypes || left.length === 0, `undo left ${left.join('')} of its own`);
	}

	/** Makes everything again that was taken back. */
	redoEverything(): void {
		const editor = this.#random.pick(this.#editors);
		while (editor.redo()) this.check();
	}

	/** Takes back one's last edit; what others wrote, and was there before, must still be there. */
	#undo(editor: HeadlessEditor): boolean {
		this.#answers = 0;
		const before = this.#countsOfOthers();
		const undone = editor.undo();
		const after = this.#countsOfOthers();
		for (const [letter, count] of before) {
			hold((after.get(letter) ?? 0) >= count, `undo took away an "${letter}" of somebody else`);
		}
		return undone;
	}

	/** Puts what the other may lack into its inbox; now and then more than that. */
	sendTo(other: EditorPeer): void {
		const from = this.#random.chance(0.8) ? other.#note.version() : new Map();
		other.#inbox.push(this.#note.exportFrom(from));
	}

	/** Imports one update out of the inbox, in no order; some are lost on the way, some come twice. */
	receive(): void {
		this.#answers = MAX_ANSWERS;
		const at = this.#random.int(this.#inbox.length);
		const update = this.#inbox[at];
		if (!update) return;
		if (this.#random.chance(0.9)) this.#inbox.splice(at, 1);
		hold(this.#note.import(update).kind === 'imported', 'an update was refused');
	}

	/** Brings everything that the other lacks to it. */
	bringTo(other: EditorPeer): void {
		this.#answers = other.#answers = 0;
		const update = this.#note.exportFrom(other.#note.version());
		hold(other.#note.import(update).kind === 'imported', 'an update was refused');
	}

	/** What holds after every step, on every peer. */
	check(): void {
		const { text } = this;
		for (const editor of this.#editors) {
			const shown = editor.isComposing ? editor.knownText : editor.text;
			hold(shown === text, `an editor shows ${JSON.stringify(shown)}, its note ${JSON.stringify(text)}`);
			hold(editor.isCompositionWhole, 'what is being composed was torn apart');
			hold(editor.drifts.length === 0, `the binding had to repair itself: ${editor.drifts.join()}`);
			const { from, to } = editor.state.selection.main;
			hold(from <= to && to <= editor.text.length, `the selection goes from ${from} to ${to}`);
		}
		hold(this.#note.body.length === text.length, 'Loro counts other offsets than the editor');
		hold(text.isWellFormed(), 'the text has half a surrogate pair');
		hold(!text.includes('\r'), 'the text has a carriage return');
	}

	close(): void {
		for (const editor of this.#editors) editor.destroy();
		this.#note.close();
	}

	#openEditor(): void {
		const editor = new HeadlessEditor(this.#note, { extensions: markdownLanguage.extension });
		if (!this.#justTypes && this.#random.chance(0.3)) {
			editor.listeners.push(({ docChanged }) => {
				if (!docChanged || editor.isComposing || !this.#mayAnswer()) return;
				this.#select(editor);
				editor.type(this.#random.word(this.#letters));
			});
		}
		this.#editors.push(editor);
	}

	/** At a place, or over text that stands in one line, as autocorrection does. */
	#beginComposing(editor: HeadlessEditor): void {
		const anchor = this.#codePointEdge(editor.text);
		const line = editor.state.doc.lineAt(anchor);
		const head = Math.min(line.to, this.#codePointEdge(editor.text));
		editor.select(anchor, this.#random.chance(0.5) ? anchor : Math.max(line.from, head));
		editor.compose(this.#random.word(`${this.#letters}😀`));
	}

	/** More of it, less of it, another text for it as of the candidates of a conversion, or its end. */
	#goOnComposing(editor: HeadlessEditor): void {
		if (this.#random.chance(0.25)) editor.endComposition();
		else editor.compose(this.#random.word(`${this.#letters}😀`));
	}

	#useCommands(editor: HeadlessEditor): void {
		for (let commands = 1 + this.#random.int(3); commands > 0; commands--) {
			if (this.#random.chance(0.7)) this.#select(editor);
			this.#random.pick(COMMANDS)(editor);
		}
	}

	#reopenEditor(editor: HeadlessEditor): void {
		editor.destroy();
		this.#editors = this.#editors.filter((other) => other !== editor);
		this.#openEditor();
	}

	#answerAsProgram(): void {
		this.#note.doc.subscribe(() => {
			if (this.#mayAnswer()) this.#editAsProgram();
		});
	}

	#mayAnswer(): boolean {
		if (this.#answers === 0 || this.#random.chance(0.7)) return false;
		this.#answers--;
		return true;
	}

	/** A program knows Loro's rules: it writes whole code points, and `\n`. */
	#editAsProgram(): void {
		const isSystem = this.#random.chance(0.3);
		const { body, doc } = this.#note;
		for (let edits = 1 + this.#random.int(3); edits > 0; edits--) {
			const at = this.#codePointEdge();
			if (this.#random.chance(0.7)) {
				body.insert(at, this.#random.word(isSystem ? SYSTEM_LETTERS : `${this.#letters}😀\n`));
			} else {
				const to = this.#codePointEdge();
				body.delete(Math.min(at, to), Math.abs(to - at));
			}
		}
		doc.commit({ origin: isSystem ? SYSTEM : PROGRAM });
	}

	#editOtherContainers(): void {
		if (this.#random.chance(0.5)) this.#note.setTitle(this.#random.word());
		else this.#note.recordAuthor({ person: this.#random.word(), name: this.#random.word() });
	}

	/** A program that has not committed yet when the person types. */
	#leaveUncommitted(editor: HeadlessEditor): void {
		this.#note.body.insert(this.#codePointEdge(), this.#random.word(this.#letters));
		editor.dispatch({ changes: this.#change(editor.state.doc.length) });
		this.#note.doc.commit();
	}

	/** Two transactions in one update of the view. */
	#updateTwice(editor: HeadlessEditor): void {
		const first = editor.state.update({ changes: this.#change(editor.state.doc.length) });
		editor.update(first, first.state.update({ changes: this.#disjointChanges(first.newDoc.length) }));
	}

	#select(editor: HeadlessEditor): void {
		const { length } = editor.state.doc;
		const anchor = this.#random.int(length + 1);
		editor.select(anchor, this.#random.chance(0.6) ? anchor : this.#random.int(length + 1));
	}

	#change(length: number): ChangeSpec {
		const [from, to] = [this.#random.int(length + 1), this.#random.int(length + 1)].sort((a, b) => a - b);
		if (from === undefined || to === undefined || this.#random.chance(0.5)) {
			return { from: from ?? 0, insert: this.#words() };
		}
		return { from, to: Math.min(to, from + 5), insert: this.#random.chance(0.5) ? this.#words() : '' };
	}

	#disjointChanges(length: number): ChangeSpec[] {
		const edges = Array.from({ length: 2 * (1 + this.#random.int(4)) }, () => this.#random.int(length + 1));
		edges.sort((a, b) => a - b);
		return edges.flatMap((from, index) => {
			const to = edges[index + 1];
			if (index % 2 === 1 || to === undefined) return [];
			return [{ from, to, insert: this.#random.chance(0.6) ? this.#words() : '' }];
		});
	}

	#words(): string {
		const { pick, word, chance, int } = this.#random;
		return Array.from({ length: 1 + int(3) }, () => (chance(0.5) ? pick(AWKWARD) : word(this.#letters))).join(
			''
		);
	}

	#codePointEdge(text = this.text): number {
		const at = this.#random.int(text.length + 1);
		return (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;
	}

	/** How often each letter stands in the text that is certainly not one's own. */
	#countsOfOthers(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const letter of this.text) {
			if (!/[a-z0-9]/.test(letter) || this.#letters.includes(letter)) continue;
			counts.set(letter, (counts.get(letter) ?? 0) + 1);
		}
		return counts;
	}
}

/** Brings every peer everything. */
export function exchangeAll([first, ...others]: readonly EditorPeer[]): void {
	if (!first) return;
	for (const other of others) other.bringTo(first);
	for (const other of others) first.bringTo(other);
}

/** vitest's `expect` would take more time than what is tested. */
function hold(condition: boolean, otherwise: string): void {
	if (!condition) throw new Error(otherwise);
}
