import type { NoteEditor } from '$lib/editor/editor.js';
import { m } from '$lib/paraglide/messages.js';
import type { OpenNote } from '$lib/workspace/types.js';
import { listNames } from './status-text.js';
import { wantsMotion } from './wants-motion.js';

/** So much of what was written is read out, in UTF-16 units. */
const READ_OUT_LENGTH = 80;

/** So many are named; of more is told how many there are. */
const MAX_NAMED = 3;

type Unseen = OpenNote['unseen'];

/** The part of an editor that marks what is unseen. */
interface MarkingEditor extends Pick<NoteEditor, 'markUnseen' | 'revealNextUnseen'> {
	readonly view: Pick<NoteEditor['view'], 'contentDOM'>;
}

/** Marks that are left of what was found. */
interface Marks {
	readonly of: Unseen['current'];
	/** By whom each is, as names are shown. */
	readonly authors: readonly string[];
}

/** What others changed in the note that is shown, in words, and the way from one change to the next. */
export class UnseenNews {
	#unseen: Unseen | undefined = $state.raw();
	#editor: MarkingEditor | undefined;
	#news = $state('');
	#marking: Unseen['current'];
	#marks: Marks | undefined = $state.raw();
	#told: string | undefined = $state();

	/** Where changes are marked and can be gone to; false where there are too many. */
	get isMarked(): boolean {
		return this.#unseen?.current?.changes !== undefined;
	}

	/** Who changed how much, or undefined if that is nothing. Marks that have faded count no more. */
	get summary(): string | undefined {
		const current = this.#unseen?.current;
		if (current === undefined) return undefined;
		const { authors, changes } = current;
		if (changes === undefined) return m.unseen_much({ names: namesIn(authors) });
		const left = this.#marks?.of === current ? this.#marks.authors : undefined;
		return m.unseen_changes({
			count: left?.length ?? changes.length,
			names: namesIn(left === undefined ? authors : authorsLeft(authors, left))
		});
	}

	/** The summary as it was when it was drawn: it is not read out again as marks fade. */
	get told(): string | undefined {
		return this.#unseen?.current === undefined ? undefined : this.#told;
	}

	/** The text that it is about. */
	get text(): HTMLElement | undefined {
		return this.#editor?.view.contentDOM;
	}

	/** What is to be read out. */
	get news(): string {
		return this.#news;
	}

	/** Marks what is unseen in an editor, once more each time that this changes. @returns lets go of it */
	use(unseen: Unseen, editor: MarkingEditor): () => void {
		this.#unseen = unseen;
		this.#editor = editor;
		this.#marks = this.#marking = this.#told = undefined;
		return () => {
			if (this.#editor === editor) this.#editor = this.#unseen = undefined;
		};
	}

	/** Draws what is unseen now. */
	mark(current: Unseen['current']): void {
		if (this.#editor !== undefined) {
			const changes = (current?.changes ?? []).map(({ from, to, author, deletion }) => ({
				from,
				to,
				author: authorName(author),
				deletedBy: deletion && authorName(deletion.author)
			}));
			this.#marking = current;
			this.#editor.markUnseen(changes);
			// Of too many changes none is marked.
			if (current?.changes === undefined) this.#told = this.summary;
		}
		if (current === undefined) this.#news = '';
	}

	/**
	 * These marks are in the text, by whom each is, and are those of what was to be drawn last (`areSet`), or what is left of the ones
	 * before; where none is left, it is looked soon whether that is all.
	 */
	marked(authors: readonly string[], areSet: boolean): void {
		if (authors.length === 0) return;
		const of = areSet ? this.#marking : this.#marks?.of;
		const isNew = this.#marks?.of !== of;
		this.#marks = { of, authors };
		if (isNew) this.#told = this.summary;
	}

	showNext(): void {
		const next = this.#editor?.revealNextUnseen(wantsMotion());
		if (next === undefined) return;
		const { number, count, author: name } = next;
		const text = next.text.slice(0, READ_OUT_LENGTH).toWellFormed().trim();
		this.#news =
			next.text === ''
				? m.unseen_deleted({ number, count, name })
				: m.unseen_written({ number, count, name, text });
	}

	/** All of it was seen. */
	dismiss(): void {
		this.#unseen?.seen();
	}
}

function authorName(name: string | undefined): string {
	return name ?? m.unseen_someone();
}

/** Of several who deleted, nobody is named at the mark: then any of them may have. */
function authorsLeft(
	authors: readonly (string | undefined)[],
	left: readonly string[]
): readonly (string | undefined)[] {
	const isOpen = left.some((name) => name === authorName(undefined));
	return isOpen ? authors : authors.filter((author) => left.includes(authorName(author)));
}

/** As a sentence lists them: "Ada, Grace, Alan and 2 others". */
function namesIn(authors: readonly (string | undefined)[]): string {
	const names = authors.slice(0, MAX_NAMED).map(authorName);
	const count = authors.length - names.length;
	return listNames(count > 0 ? [...names, m.unseen_others({ count })] : names);
}
