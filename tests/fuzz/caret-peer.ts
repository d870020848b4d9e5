import { remoteCaretsField, setRemoteCarets } from '$lib/editor/remote-carets.js';
import { toStableCaret, type Caret } from '$lib/note/caret.js';
import { Note } from '$lib/note/note.js';
import type { Presence } from '$lib/protocol/messages.js';
import type { PeerView } from '$lib/sync/views.js';
import { caretsHere } from '$lib/workspace/people.js';
import { HeadlessEditor } from './headless-editor.js';
import type { Random } from './random.js';

const PIECES = ['a', 'bc', 'def', '\n', ' ', '😀', '👩‍👩‍👧', 'E\u0301', '# ', '- '];

/** What one page sends another, in this order: an update, and then the caret that may point into it. */
interface Parcel {
	readonly update: Uint8Array;
	readonly presence: Presence;
}

/** Somebody who writes, tells where the caret is, and shows those of the others. */
export class CaretPeer {
	readonly #note = Note.empty();
	readonly #editor: HeadlessEditor;
	readonly #heard = new Map<string, Presence>();
	readonly #inbox: { readonly from: string; readonly parcel: Parcel }[] = [];
	#presence: Presence;

	constructor(
		readonly name: string,
		loroPeerId: number,
		private readonly random: Random
	) {
		this.#note.doc.setPeerId(loroPeerId);
		this.#editor = new HeadlessEditor(this.#note, { extensions: remoteCaretsField });
		this.#presence = this.#whereIAm();
		// As CaretWatch does: the caret is told at each move of it and at each change of the text.
		this.#editor.listeners.push(({ docChanged, selection }) => {
			if (docChanged || selection !== undefined) this.#presence = this.#whereIAm();
		});
	}

	get text(): string {
		return this.#editor.text;
	}

	/** Where one's own caret is. */
	get caret(): Caret {
		const { anchor, head } = this.#editor.state.selection.main;
		return { anchor, head };
	}

	/** Where this peer shows the caret of another. */
	shown(name: string): Caret | undefined {
		const caret = this.#editor.state.field(remoteCaretsField).find(({ key }) => key === name);
		return caret && { anchor: caret.anchor, head: caret.head };
	}

	/** Edits or moves the caret, once. */
	edit(): void {
		const { random } = this;
		const dice = random.int(20);
		if (dice === 0) this.#selectAll();
		else if (dice < 3) this.#editor.undo();
		else if (dice < 4) this.#editor.redo();
		else if (dice < 9) this.#select();
		if (dice === 0 || (dice >= 4 && dice < 7)) this.#editor.type('');
		else if (dice >= 7) this.#editor.type(this.#words());
	}

	/** Sends what the other lacks, as far as it is known, and where the caret is. */
	sendTo(other: CaretPeer): void {
		const update = this.#note.exportFrom(other.#note.version());
		other.#inbox.push({ from: this.name, parcel: { update, presence: this.#presence } });
	}

	/** Takes the parcel that came first. */
	receive(): boolean {
		const next = this.#inbox.shift();
		if (next === undefined) return false;
		const { from, parcel } = next;
		this.#note.import(parcel.update);
		this.#heard.set(from, parcel.presence);
		this.#showCarets();
		return true;
	}

	close(): void {
		this.#editor.destroy();
		this.#note.close();
	}

	#whereIAm(): Presence {
		const caret = toStableCaret(this.#note, this.caret);
		return { type: 'presence', person: this.name, name: this.name, colour: 0, caret };
	}

	#showCarets(): void {
		const peers = [...this.#heard].map(([id, presence]): PeerView => {
			const state = { inSync: true, stored: undefined, isQuiet: false } as const;
			return { id, session: id, kind: 'network', role: 'writer', presence, ...state };
		});
		const carets = caretsHere(this.#note, peers, () => 0, 'edit');
		this.#editor.dispatch({ effects: setRemoteCarets.of(carets) });
	}

	#selectAll(): void {
		this.#editor.select(0, this.text.length);
	}

	/** On code-point boundaries, as no key or pointer puts a caret elsewhere. */
	#select(): void {
		const anchor = this.#edge();
		this.#editor.select(anchor, this.random.chance(0.6) ? anchor : this.#edge());
	}

	#edge(): number {
		const at = this.random.int(this.text.length + 1);
		return (this.text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;
	}

	#words(): string {
		const { random } = this;
		return Array.from({ length: 1 + random.int(3) }, () => random.pick(PIECES)).join('');
	}
}
