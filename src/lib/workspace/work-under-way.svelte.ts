/** Counts what is under way that a page which is loaded anew would cut short. It is apart from that, which not every page loads. */
export class WorkUnderWay {
	#count = $state(0);

	get any(): boolean {
		return this.#count > 0;
	}

	/** Counts one for as long as `work` runs. @throws what `work` does */
	async during<Result>(work: () => Promise<Result>): Promise<Result> {
		this.#count += 1;
		try {
			return await work();
		} finally {
			this.#count -= 1;
		}
	}
}

/** The page's. */
export const workUnderWay = new WorkUnderWay();
