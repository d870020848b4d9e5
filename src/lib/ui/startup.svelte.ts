import { resolve } from '$app/paths';
import { startWorkspace } from '$lib/workspace/workspace.svelte.js';

/** How far the page's start has come. Pages open nothing before it is `started`. */
class Startup {
	#state: 'starting' | 'started' | 'failed' = $state('starting');

	get started(): boolean {
		return this.#state === 'started';
	}

	get failed(): boolean {
		return this.#state === 'failed';
	}

	async run(): Promise<void> {
		try {
			const root = `${location.origin}${resolve('/')}`.replace(/\/$/, '');
			await startWorkspace({ root });
			this.#state = 'started';
		} catch (error) {
			console.error('Perch could not start', error);
			this.#state = 'failed';
		}
	}
}

export const startup = new Startup();
