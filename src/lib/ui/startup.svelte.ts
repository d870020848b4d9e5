import { resolve } from '$app/paths';
import { startWorkspace } from '$lib/workspace/workspace.svelte.js';
import { isMissingPart, reloadSoon, thisPage } from './missing-part.js';

/** How far the page's start has come. Pages open nothing before it is `started`. */
class Startup {
	#state: 'starting' | 'started' | 'failed' = $state('starting');
	#finish: () => void = () => undefined;
	/** Settles when the start has succeeded or failed. */
	readonly finished = new Promise<void>((resolve) => (this.#finish = resolve));

	get started(): boolean {
		return this.#state === 'started';
	}

	get failed(): boolean {
		return this.#state === 'failed';
	}

	/** `pageWhole`: settles once the page leaves the processors to what works on notes. */
	async run(pageWhole: Promise<void>): Promise<void> {
		try {
			const root = `${location.origin}${resolve('/')}`.replace(/\/$/, '');
			await startWorkspace({ root, pageWhole });
			this.#state = 'started';
		} catch (error) {
			console.error('Perch could not start', error);
			this.#state = 'failed';
			if (isMissingPart(error)) reloadSoon(thisPage);
		} finally {
			this.#finish();
		}
	}
}

export const startup = new Startup();
