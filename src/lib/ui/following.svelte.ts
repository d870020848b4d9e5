import type { NoteEditor } from '$lib/editor/editor.js';
import { m } from '$lib/paraglide/messages.js';
import type { Person, RemoteCaret } from '$lib/workspace/types.js';
import { CaretMoves } from './caret-moves.js';
import { isOwnMove } from './own-move.js';
import { wantsMotion } from './wants-motion.js';

/** How long it is said that somebody has no caret to go to, in milliseconds. */
const ABSENCE_SHOWN_MS = 5_000;

/** What the next press on a person does. */
export type NextStep = 'go' | 'follow' | 'stop';

/** Those in whose steps one may go. */
type Other = Pick<Person, 'id' | 'name'>;

/**
 * Goes to the carets of others: a first press on a person scrolls there, a second follows them until one writes, scrolls, or
 * ends it. One's own caret stays where it is. Of somebody with several pages it is the caret that they moved last.
 */
export class Following {
	#target: Other | undefined = $state.raw();
	#follows = $state(false);
	#isAway = $state(false);
	#absent: string | undefined = $state();
	#news = $state('');
	readonly #moves = new CaretMoves();
	#editor: Pick<NoteEditor, 'revealCaret'> | undefined;
	#watch: AbortController | undefined;
	#absenceTimer: ReturnType<typeof setTimeout> | undefined;

	/** Who is followed. */
	get followed(): Other | undefined {
		return this.#follows ? this.#target : undefined;
	}

	/** Whoever is followed has no caret in the note at present. */
	get isAway(): boolean {
		return this.#isAway;
	}

	/** The name of somebody who was to be gone to and has no caret, for some seconds. */
	get absent(): string | undefined {
		return this.#absent;
	}

	/** What is to be read out. */
	get news(): string {
		return this.#news;
	}

	nextStep(id: string): NextStep {
		if (this.#target?.id !== id) return 'go';
		return this.#follows ? 'stop' : 'follow';
	}

	/** A person was pressed. */
	press(person: Other): void {
		const step = this.nextStep(person.id);
		if (step === 'stop') this.stop();
		else if (step === 'follow') this.follow(person);
		else this.go(person);
	}

	stop(): void {
		const followed = this.followed;
		this.reset();
		if (followed !== undefined) this.#news = m.follow_stopped({ name: followed.name });
	}

	/** Forgets whom one went to: another note is shown. */
	reset(): void {
		this.#watch?.abort();
		this.#target = undefined;
		this.#follows = this.#isAway = false;
		this.#news = '';
		this.#sayAbsent(undefined);
	}

	/** Takes the editor in which the carets are drawn. @returns lets go of it */
	use(editor: Pick<NoteEditor, 'revealCaret'>): () => void {
		this.#editor = editor;
		return () => {
			if (this.#editor === editor) this.#editor = undefined;
		};
	}

	/** Carets have moved, and the editor shows it; people have come or gone. */
	update(people: readonly Person[], carets: readonly RemoteCaret[]): void {
		this.#moves.update(carets);
		const { followed } = this;
		if (followed === undefined) return;
		if (!people.some(({ id }) => id === followed.id)) {
			this.reset();
			this.#news = m.follow_left({ name: followed.name });
			return;
		}
		this.#isAway = !this.#show(followed, true);
	}

	/** Shows where somebody writes. */
	go(person: Other): void {
		this.reset();
		this.#target = person;
		if (this.#show(person, false)) {
			this.#news = m.follow_went({ name: person.name });
		} else {
			this.#sayAbsent(person.name);
			this.#news = m.follow_absent({ name: person.name });
		}
	}

	/** Shows where somebody writes, from now on. */
	follow(person: Other): void {
		this.reset();
		this.#target = person;
		this.#follows = true;
		this.#isAway = !this.#show(person, false);
		this.#news = m.follow_following({ name: person.name });
		const { signal } = (this.#watch = new AbortController());
		const end = (event: Event) => {
			if (isOwnMove(event)) this.stop();
		};
		// Captured: what is handled on its way, as by the editor, is one's own doing all the same.
		for (const type of ['beforeinput', 'keydown', 'pointerdown', 'touchmove', 'wheel'] as const) {
			window.addEventListener(type, end, { signal, capture: true, passive: true });
		}
	}

	/** @returns whether there is a caret to show */
	#show({ id }: Other, onlyIfNeeded: boolean): boolean {
		const caret = this.#moves.lastOf(id);
		if (caret === undefined || this.#editor === undefined) return false;
		this.#editor.revealCaret(caret, { glides: wantsMotion(), onlyIfNeeded });
		return true;
	}

	#sayAbsent(name: string | undefined): void {
		clearTimeout(this.#absenceTimer);
		this.#absent = name;
		if (name === undefined) return;
		this.#absenceTimer = setTimeout(() => (this.#absent = undefined), ABSENCE_SHOWN_MS);
	}
}
