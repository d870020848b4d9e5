/** Phones read what an input method did up to a frame late, and would lose it if anything was shown before. In milliseconds. */
const READ_WITHIN_MS = 60;

/** Input without a pause, as of a key that is held, is waited for so long; then what is shown goes between its letters. */
export const MAX_WITHOUT_PAUSE_MS = 1_000;

/** iPads call themselves Macs. */
function isPhone({ userAgent, maxTouchPoints }: Navigator): boolean {
	return /Android|iPhone|iPad/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
}

/** Knows whether what an input method did to the page may be unread: then whatever redraws the text undoes it. */
export class UnreadInput {
	readonly #readsLate = isPhone(navigator);
	#cameAt = -Infinity;
	#withoutPauseSince = -Infinity;
	#isRead = true;
	#turn: ReturnType<typeof setTimeout> | undefined;
	#turnOverAt = -Infinity;
	#frame: number | undefined;

	constructor(
		/** Has read at once what an input method did. */
		private readonly readNow: () => void
	) {
		// Before those who save what is written.
		document.addEventListener('visibilitychange', this.#seen, { capture: true });
	}

	/** To be called at each event of input: what it did is still to be read. */
	came(): void {
		if (!this.#readsLate) return;
		const now = performance.now();
		// Others look every now and then whether all is read: a moment between two keys is none that they would see.
		const isPause = this.#turn === undefined && now - this.#turnOverAt >= READ_WITHIN_MS;
		if (isPause) this.#withoutPauseSince = now;
		this.#cameAt = now;
		this.#isRead = false;
		this.#awaitTurn();
		this.#awaitFrame();
	}

	/** To be called when one's own text changed. */
	wasRead(): void {
		this.#isRead = true;
	}

	/** In how many milliseconds all of it is read; 0 if it is. On a busy device it may take longer. */
	get readInMs(): number {
		if (this.#turn === undefined) return 0;
		const left = Math.max(1, READ_WITHIN_MS - (performance.now() - this.#cameAt));
		const isWithoutPause = this.#cameAt - this.#withoutPauseSince > MAX_WITHOUT_PAUSE_MS;
		return isWithoutPause && this.#isRead ? 0 : left;
	}

	/** To be called when nothing is written any more. */
	close(): void {
		document.removeEventListener('visibilitychange', this.#seen, { capture: true });
		clearTimeout(this.#turn);
		if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
	}

	/** A page that is out of sight draws no frames, in which what was written last would be read, and may be gone soon. */
	readonly #seen = (): void => {
		if (!document.hidden || this.#turn === undefined) return;
		this.readNow();
		// It may wait for a frame by now.
		this.#awaitTurn();
	};

	/**
	 * A clock alone would not do: after a task that took long, what is to read the input may not have had its turn. It is due before this
	 * timer, or in the frame after it.
	 */
	#awaitTurn(): void {
		clearTimeout(this.#turn);
		const turn = (this.#turn = setTimeout(() => {
			const isOver = () => {
				if (this.#turn !== turn) return;
				this.#turn = undefined;
				this.#turnOverAt = performance.now();
			};
			if (!document.hidden) {
				requestAnimationFrame(isOver);
				return;
			}
			this.readNow();
			isOver();
		}, READ_WITHIN_MS));
	}

	/** Input that goes on leaves no turn: what changed nothing by the frame after it has nothing to lose, such as a key that is held. */
	#awaitFrame(): void {
		if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
		this.#frame = requestAnimationFrame(() => {
			this.#frame = undefined;
			this.#isRead = true;
		});
	}
}
