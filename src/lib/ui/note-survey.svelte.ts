import type { NoteEditor } from '$lib/editor/editor.js';
import { startSurveyWorker } from '$lib/editor/mirror/workers.js';
import type { TextCounts } from '$lib/editor/survey/count-text.js';
import type { HeadingText } from '$lib/editor/survey/messages.js';
import { Surveyor } from '$lib/editor/survey/surveyor.js';
import { systemClock } from '$lib/util/clock.js';

/** What the page shows of the note's headings and length, until it is destroyed. */
export class NoteSurvey {
	#counts: TextCounts | undefined = $state.raw();
	#failed = $state(false);
	#selection: TextCounts | undefined = $state.raw();
	#headings: readonly HeadingText[] = $state.raw([]);
	readonly #surveyor: Surveyor;

	constructor(editor: NoteEditor) {
		this.#surveyor = new Surveyor({
			editor,
			clock: systemClock,
			startWorker: startSurveyWorker,
			onCounts: (counts) => (this.#counts = counts),
			onSelection: (counts) => (this.#selection = counts),
			onHeadings: (headings) => (this.#headings = headings),
			onFailure: () => (this.#failed = true)
		});
	}

	/** Undefined until it is known. */
	get counts(): TextCounts | undefined {
		return this.#counts;
	}

	/** This browser could not look through the note. */
	get failed(): boolean {
		return this.#failed;
	}

	/** Undefined where nothing is selected. */
	get selection(): TextCounts | undefined {
		return this.#selection;
	}

	get headings(): readonly HeadingText[] {
		return this.#headings;
	}

	/** Where a heading's line begins now. */
	placeOf(index: number): number {
		return this.#surveyor.placeOf(index);
	}

	/** The index of the heading of the section that a place is in; -1 if it is before all. */
	headingAt(place: number): number {
		return this.#surveyor.headingAt(place);
	}

	destroy(): void {
		this.#surveyor.destroy();
	}
}
