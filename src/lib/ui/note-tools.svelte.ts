import { createContext } from 'svelte';
import type { NoteEditor } from '$lib/editor/editor.js';

/** Asks for the panel that finds. Each asking is another object. */
export interface FindWish {
	readonly replace: boolean;
}

/** What the note's page has open beside the text, whether a menu, a key or a button asked for it. */
export class NoteTools {
	#editor: NoteEditor | undefined = $state.raw();
	#find: FindWish | undefined = $state.raw();
	#outline = $state(false);
	#look = $state(false);

	/** The editor of the note that is shown. */
	get editor(): NoteEditor | undefined {
		return this.#editor;
	}

	get find(): FindWish | undefined {
		return this.#find;
	}

	/** Whether the headings are shown. */
	get outline(): boolean {
		return this.#outline;
	}

	/** Whether the look of the page is being chosen. */
	get look(): boolean {
		return this.#look;
	}

	/** Tells which editor is shown; undefined closes what depends on it. */
	setEditor(editor: NoteEditor | undefined): void {
		this.#editor = editor;
		if (editor !== undefined) return;
		this.#find = undefined;
		this.#outline = false;
		this.#look = false;
	}

	openFind(replace = false): void {
		this.#find = { replace };
	}

	closeFind(): void {
		this.#find = undefined;
	}

	openOutline(): void {
		this.#outline = true;
	}

	closeOutline(): void {
		this.#outline = false;
	}

	openLook(): void {
		this.#look = true;
	}

	closeLook(): void {
		this.#look = false;
	}
}

const [get, set] = createContext<NoteTools>();

/** The tools of the page that a component is on. */
export const noteTools = get;

/** Gives a page its tools. */
export function provideNoteTools(): NoteTools {
	return set(new NoteTools());
}
