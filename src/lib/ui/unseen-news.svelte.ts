import type { EditorView } from '@codemirror/view';
import { toEditorOffset } from '$lib/editor/bind-note.js';
import { setUnseenMarks } from '$lib/editor/unseen-field.js';
import { pointOutNext } from '$lib/editor/unseen-marks.js';
import { reveal } from '$lib/editor/reveal.js';
import { m } from '$lib/paraglide/messages.js';
import type { OpenNote } from '$lib/workspace/types.js';
import { listNames } from './status-text.js';

/** So much of what was written is read out, in UTF-16 units. */
const READ_OUT_LENGTH = 80;

/** So many are named; of more is told how many there are. */
const MAX_NAMED = 3;

type Unseen = OpenNote['unseen'];

/** What others changed in the note that is shown, in words, and the way from one change to the next. */
export class UnseenNews {
	#unseen: Unseen | undefined = $state.raw();
	#view: EditorView | undefined;
	#news = $state('');

	/** Where changes are marked and can be gone to; false where there are too many. */
	get isMarked(): boolean {
		return this.#unseen?.current?.changes !== undefined;
	}

	/** Who changed how much, or undefined if that is nothing. */
	get summary(): string | undefined {
		const current = this.#unseen?.current;
		if (current === undefined) return undefined;
		const names = namesIn(current.authors);
		const { changes } = current;
		return changes === undefined
			? m.unseen_much({ names })
			: m.unseen_changes({ count: changes.length, names });
	}

	/** The text that it is about. */
	get text(): HTMLElement | undefined {
		return this.#view?.contentDOM;
	}

	/** What is to be read out. */
	get news(): string {
		return this.#news;
	}

	/** Marks what is unseen in an editor, once more each time that this changes. @returns lets go of it */
	use(unseen: Unseen, view: EditorView): () => void {
		this.#unseen = unseen;
		this.#view = view;
		return () => {
			if (this.#view === view) this.#view = this.#unseen = undefined;
		};
	}

	/** Draws what is unseen now. */
	mark(current: Unseen['current']): void {
		const view = this.#view;
		if (view !== undefined) {
			// What was found is of the note; the editor may show less of it, or more already.
			const place = (offset: number) => Math.min(toEditorOffset(view, offset), view.state.doc.length);
			const changes = (current?.changes ?? []).map(({ from, to, author, deletion }) => ({
				from: place(from),
				to: place(to),
				author: authorName(author),
				deletedBy: deletion && authorName(deletion.author)
			}));
			view.dispatch({ effects: setUnseenMarks.of(changes) });
		}
		if (current === undefined) this.#news = '';
	}

	showNext(): void {
		if (this.#view === undefined) return;
		const next = pointOutNext(this.#view);
		if (next === undefined) return;
		const glides = !matchMedia('(prefers-reduced-motion: reduce)').matches;
		reveal(this.#view, next.offset, { glides, onlyIfNeeded: false });
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

/** As a sentence lists them: "Ada, Grace, Alan and 2 others". */
function namesIn(authors: readonly (string | undefined)[]): string {
	const names = authors.slice(0, MAX_NAMED).map(authorName);
	const count = authors.length - names.length;
	return listNames(count > 0 ? [...names, m.unseen_others({ count })] : names);
}
