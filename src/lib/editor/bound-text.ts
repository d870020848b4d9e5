import { Annotation, ChangeSet, Transaction, type Text, type TransactionSpec } from '@codemirror/state';
import type { ContainerID, Frontiers, LoroDoc, LoroEventBatch, LoroText } from 'loro-crdt';
import { sameFrontiers } from '../note/doc-version.js';
import type { Note } from '../note/note.js';
import type { Unsubscribe } from '../util/emitter.js';
import { inPieces } from './edit-pieces.js';
import { ComposedText, ifAny, splitAround, type SplitChanges } from './pending-changes.js';
import { changesFromDelta, LINE_END, minimalSplice, spliceText, type Stretch } from './splice.js';

/**
 * Why the editor had to be set back to the note's text. `refused`: Loro did not take an edit; `unequal`: the lengths
 * differed; `unreadable`: the document is dead, and the editor keeps what it shows; `not-shown`: the editor did not
 * take a change of the note, and is tried again at the next one.
 */
export type DriftReason = 'refused' | 'unequal' | 'unreadable' | 'not-shown';

/** What a bound text asks of its editor. None of them may throw. */
export interface BoundTextHooks {
	/** The note has changes that the editor lacks: dispatch `nextUpdate()` as soon as it can be. */
	onBehind(): void;
	onDrift(reason: DriftReason, cause: unknown): void;
}

/** A change of the note that a transaction shows, or as much of it as may be shown. */
interface Shown extends SplitChanges {
	readonly of: ChangeSet;
}

/** Marks a transaction that shows a change of the note. */
const fromNote = Annotation.define<Shown>();

let texts = 0;

/**
 * One editor's text kept equal to the note's, in both directions.
 *
 * Invariant: the editor's text with `#pending` applied is the note's text as far as its events have arrived, which
 * is up to `#seen`. Where neither side is busy, `#pending` is undefined and `#seen` is the document's version.
 */
export class BoundText {
	readonly #doc: LoroDoc;
	readonly #text: LoroText;
	readonly #textId: ContainerID;
	readonly #hooks: BoundTextHooks;
	/** Marks this editor's own commits, whose events must not come back to it. */
	readonly #origin = `editor:${++texts}`;
	#unsubscribe: Unsubscribe | undefined;
	/** The editor's text after the last transaction. */
	#shown: Text;
	/** What the editor still has to show. */
	#pending: ChangeSet | undefined;
	readonly #composed = new ComposedText();
	#seen: Frontiers = [];
	/** Events up to here were taken in before they arrived. */
	#ahead: Frontiers | undefined;
	/** No time to show anything. */
	#applying = true;

	/**
	 * Binds to an editor that shows `shown`. Where that differs, the note's text wins: look at `nextUpdate()`.
	 *
	 * @param shownAt The version whose text that is, if it is known: what is up to date is not read once more, for 10 MB take long.
	 */
	constructor(note: Note, shown: Text, hooks: BoundTextHooks, shownAt?: Frontiers) {
		this.#doc = note.doc;
		this.#text = note.body;
		this.#textId = this.#text.id;
		this.#hooks = hooks;
		this.#shown = shown;
		try {
			// Before the subscription: what is not committed yet is in `shown` already.
			this.#doc.commit();
			this.#unsubscribe = this.#doc.subscribe((batch) => {
				this.#receive(batch);
			});
			const now = this.#doc.frontiers();
			const isUpToDate =
				shownAt !== undefined && sameFrontiers(now, shownAt) && this.#text.length === shown.length;
			if (isUpToDate) this.#seen = this.#ahead = now;
			else this.#catchUp();
		} catch (cause) {
			hooks.onDrift('unreadable', cause);
		}
		this.#applying = false;
	}

	/** What the editor still lacks of the note, as changes of what it shows. */
	get pending(): ChangeSet | undefined {
		return this.#pending;
	}

	/**
	 * A transaction that shows what the editor lacks, or undefined if that is nothing. It is not to be filtered.
	 *
	 * @param kept Text that nothing may touch for now: what would, stays pending.
	 */
	nextUpdate(kept?: Stretch): TransactionSpec | undefined {
		if (!this.#pending) return undefined;
		const shown = { ...splitAround(this.#pending, kept), of: this.#pending };
		if (!shown.now) return undefined;
		return {
			changes: shown.now,
			// Not for the history: undo takes back one's own edits only (rule 3), mapped over what others did since.
			annotations: [fromNote.of(shown), Transaction.remote.of(true), Transaction.addToHistory.of(false)],
			filter: false
		};
	}

	/** Takes in a transaction of the editor. To be called with each, in their order; never throws. */
	apply(transaction: Transaction): void {
		if (!transaction.docChanged) return;
		this.#applying = true;
		try {
			const shown = transaction.annotation(fromNote);
			if (shown) this.#applyShown(transaction, shown);
			else this.#applyEdit(transaction);
		} catch (cause) {
			this.#shown = transaction.newDoc;
			this.#recover('refused', cause);
		} finally {
			this.#applying = false;
		}
		if (this.#pending) this.#hooks.onBehind();
	}

	/** Lets go of the note. */
	close(): void {
		this.#unsubscribe?.();
		this.#pending = undefined;
	}

	#applyShown({ newDoc, changes }: Transaction, { of, later }: Shown): void {
		const isCurrent = of === this.#pending;
		this.#shown = newDoc;
		this.#composed.shift(changes);
		this.#pending = isCurrent ? later : undefined;
		// A state field that edits the note while the transaction is computed makes it stale.
		if (!isCurrent) this.#catchUp();
	}

	#applyEdit(transaction: Transaction): void {
		const { changes, startState } = transaction;
		let shown = startState.doc;
		let goesFirst: boolean | undefined;
		// Each an edit of its own: whoever listens to its commit may change the note before the next one.
		for (const edit of inPieces(changes)) {
			shown = edit.apply(shown);
			this.#catchUpIfBehind();
			goesFirst ??= this.#composed.goesFirst(transaction);
			this.#write(edit, shown, goesFirst);
		}
	}

	#catchUpIfBehind(): void {
		if (this.#doc.getPendingTxnLength() > 0) this.#doc.commit();
		// Loro delivers the events of a commit made in an event handler only after that handler has returned.
		if (!sameFrontiers(this.#seen, this.#doc.frontiers())) this.#catchUp();
	}

	/** `shown`: the editor's text after the edit. `goesFirst`: before what others put at the same place. */
	#write(edit: ChangeSet, shown: Text, goesFirst: boolean): void {
		const pending = this.#pending;
		const changes = pending ? edit.map(pending, goesFirst) : edit;
		// Before the commit: in it, others may answer with edits whose events belong to the text after this one.
		this.#pending = ifAny(pending?.map(edit, !goesFirst));
		this.#shown = shown;
		if (changes.empty) return;
		spliceText(this.#text, changes);
		this.#doc.commit({ origin: this.#origin });
		this.#verify();
	}

	#receive(batch: LoroEventBatch): void {
		try {
			if (this.#ahead && batch.by !== 'checkout') {
				const order = this.#doc.cmpFrontiers(batch.to, this.#ahead);
				if (order === -1 || order === 0) return;
			}
			this.#ahead = undefined;
			this.#seen = batch.to;
			if (batch.by === 'local' && batch.origin === this.#origin) return;
			for (const { target, diff } of batch.events) {
				if (target !== this.#textId || diff.type !== 'text') continue;
				this.#await(changesFromDelta(diff.diff, this.#knownLength));
			}
			this.#verify();
		} catch (cause) {
			this.#recover('unequal', cause);
		}
		if (this.#pending && !this.#applying) this.#hooks.onBehind();
	}

	/** Notes a change of the text that the editor is to show. */
	#await(changes: ChangeSet): void {
		this.#pending = ifAny(this.#pending?.compose(changes) ?? changes);
	}

	get #knownLength(): number {
		return this.#pending?.newLength ?? this.#shown.length;
	}

	/** Finds lengths that differ although every change of the note has been taken in. */
	#verify(): void {
		if (this.#text.length === this.#knownLength) return;
		if (this.#doc.getPendingTxnLength() > 0 || !sameFrontiers(this.#seen, this.#doc.frontiers())) return;
		this.#recover('unequal', new RangeError('the lengths of editor and note differ'));
	}

	/** Sets the editor back to the note's text, or leaves it as it is if that cannot be read any more. */
	#recover(reason: DriftReason, cause: unknown): void {
		this.#pending = undefined;
		try {
			this.#catchUp();
		} catch (deadly) {
			this.#hooks.onDrift('unreadable', deadly);
			return;
		}
		this.#hooks.onDrift(reason, cause);
	}

	/** Takes in the note's text as it is now, whatever events are still to come. */
	#catchUp(): void {
		this.#doc.commit();
		const known = this.#pending?.apply(this.#shown) ?? this.#shown;
		const splice = minimalSplice(known.sliceString(0, known.length, LINE_END), this.#text.toString());
		if (splice) this.#await(ChangeSet.of(splice, known.length, LINE_END));
		this.#seen = this.#ahead = this.#doc.frontiers();
	}
}
