import { hasAppleKeys } from '$lib/util/apple-keys.js';
import { ActionRegistry, type ActionSource } from './action-registry.js';
import { isPressed, parseChord, type KeyPress } from './key-text.js';
import { keysOf, PAGE_SHORTCUTS, type PageShortcut } from './shortcuts.js';
import { SingleKeys } from './single-keys.svelte.js';

/** What stands over the page. */
export type CommandView = 'commands' | 'shortcuts';

/** Text is written in these, where a single key writes. */
const TEXT =
	'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]';

/** What can be done on this page, by name and by keys. One for each page. */
export class CommandCentre {
	readonly #registry = new ActionRegistry();
	#shown: CommandView | undefined = $state();
	readonly singleKeys = new SingleKeys(() => localStorage);
	/** Whether the keys are those of Apple's devices. */
	readonly isApple = hasAppleKeys(navigator);

	get shown(): CommandView | undefined {
		return this.#shown;
	}

	get registry(): Pick<ActionRegistry, 'all' | 'find'> {
		return this.#registry;
	}

	/** Takes what a part of the page has to offer, while it is shown. @returns takes it back */
	offer(source: ActionSource): () => void {
		return this.#registry.offer(source);
	}

	show(view: CommandView): void {
		this.#shown = view;
	}

	/** Does nothing where another is shown already: a dialog tells late that it was closed. */
	close(view: CommandView): void {
		if (this.#shown === view) this.#shown = undefined;
	}

	/** The action that a key was pressed for, if it is one that works here and now. */
	pressed(event: KeyPress & Pick<KeyboardEvent, 'isComposing' | 'target'>): PageShortcut | undefined {
		if (event.isComposing) return undefined;
		const isInText = event.target instanceof Element && event.target.closest(TEXT) !== null;
		return PAGE_SHORTCUTS.find((id) =>
			keysOf(id, this.isApple).some((text) => {
				const chord = parseChord(text);
				if (!chord.mod && !chord.alt && (isInText || !this.singleKeys.on)) return false;
				return isPressed(event, chord, this.isApple);
			})
		);
	}
}

/** Of this page. */
export const commandCentre = new CommandCentre();
