import { Language } from '@codemirror/language';
import { StateEffect, type ChangeDesc, type StateEffectType, type TransactionSpec } from '@codemirror/state';

/** By which CodeMirror shows a syntax tree. It cannot be moved along with the text; the parser takes another run at each change. */
const { setState: setTree } = Language as unknown as { readonly setState: StateEffectType<unknown> };

/** What a gate asks of its editor. */
export interface GatedView {
	/** In how many milliseconds all input is read; 0 if it is. */
	readInMs(): number;
	/** Shows what has waited. */
	dispatch(specs: readonly TransactionSpec[]): void;
	/** Told of a failure of what has waited; the rest is done all the same. */
	failed(cause: unknown): void;
}

interface Waiting {
	readonly name: string | undefined;
	readonly run: () => void;
	/** The text has changed. */
	readonly move?: (changes: ChangeDesc) => void;
}

/** Keeps what redraws the text back until what an input method did to it is read. What waits is done in its order. */
export class ReadGate {
	readonly #view: GatedView;
	#waiting: Waiting[] = [];
	/** What is being done, but for what is already. */
	#due: Waiting[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(view: GatedView) {
		this.#view = view;
	}

	/** Whether there is something that waits, or has to. */
	get isShut(): boolean {
		return this.#waiting.length > 0 || this.#view.readInMs() > 0;
	}

	/** Does a task at once, or when all is read. Of tasks of one name that wait, the last is done. */
	run(task: () => void, name?: string): void {
		if (this.isShut) this.#wait({ name, run: task });
		else task();
	}

	/** Dispatches what changes neither text nor selection when all is read. What it says of places moves along with the text. */
	dispatchLater(specs: readonly TransactionSpec[]): void {
		let now = specs;
		this.#wait({
			name: undefined,
			run: () => this.#view.dispatch(now),
			move(changes) {
				now = now.map((spec) => ({ ...spec, effects: moved(spec.effects, changes) }));
			}
		});
	}

	/** To be called at each change of the text. */
	changed(changes: ChangeDesc): void {
		for (const { move } of [...this.#due, ...this.#waiting]) move?.(changes);
	}

	/** Does what waits, if that may be done now. */
	tryNow(): void {
		if (this.#waiting.length === 0 || this.#view.readInMs() > 0) return;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#due = this.#waiting;
		this.#waiting = [];
		for (let next = this.#due.shift(); next !== undefined; next = this.#due.shift()) {
			try {
				next.run();
			} catch (cause) {
				this.#view.failed(cause);
			}
		}
	}

	/** Forgets what waits. */
	close(): void {
		clearTimeout(this.#timer);
		this.#waiting = [];
	}

	#wait(added: Waiting): void {
		if (added.name !== undefined) this.#waiting = this.#waiting.filter(({ name }) => name !== added.name);
		this.#waiting.push(added);
		this.#timer ??= this.#tryLater();
	}

	#tryLater(): ReturnType<typeof setTimeout> {
		return setTimeout(() => {
			this.#timer = undefined;
			this.tryNow();
			if (this.#waiting.length > 0) this.#timer ??= this.#tryLater();
		}, this.#view.readInMs());
	}
}

function moved(
	effects: TransactionSpec['effects'] = [],
	changes: ChangeDesc
): readonly StateEffect<unknown>[] {
	const all: readonly StateEffect<unknown>[] = Array.isArray(effects) ? effects : [effects];
	return StateEffect.mapEffects(
		all.filter((effect) => !effect.is(setTree)),
		changes
	);
}
