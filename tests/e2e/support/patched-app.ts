import { Proxy } from './proxy.js';
import type { Server } from './server.js';

/** A change of the built code: what is replaced, which the build has in one place, and by what. */
export type Patch = readonly [built: RegExp, patched: string];

/**
 * The page of one who may only view takes itself for a writer's: its editor takes keys, and it sends what it has. It
 * still proves what its invite allows.
 */
export const VIEWER_THAT_WRITES: readonly Patch[] = [
	[/ownRole:[\w$]+\([\w$]+\.invite\)/, 'ownRole:"writer"'],
	[/get right\(\)\{return this\.#[\w$]+\.invite\.kind\}/, 'get right(){return"edit"}']
];

/** Says that it has stored everything, whether it did or not, and more than there is. */
export const LIAR_ABOUT_WHAT_IS_STORED: Patch = [
	/version:(this\.#[\w$]+),stored:this\.#[\w$]+/,
	'version:new Map([...$1,["7777",9]]),stored:new Map([...$1,["7777",9]])'
];

/** Tells others that it is this person, by a name of its own. */
export function claimantOf(person: string): Patch {
	return [/(=\{type:.presence.,person:)[\w$]+/, `$1${JSON.stringify(person)}`];
}

/** The app as somebody serves it to themselves who has changed it, with the same relay. */
export class PatchedApp {
	readonly #applied: number[];
	#proxy: Proxy | undefined;

	private constructor(private readonly patches: readonly Patch[]) {
		this.#applied = patches.map(() => 0);
	}

	static async before(target: Server, patches: readonly Patch[]): Promise<PatchedApp> {
		const app = new PatchedApp(patches);
		app.#proxy = await Proxy.before(target, { script: (code) => app.#patch(code) });
		return app;
	}

	get url(): string {
		return this.#proxy?.url ?? '';
	}

	/** Whether the code that was served had all that was to be changed. */
	get isPatched(): boolean {
		return this.#applied.every((count) => count > 0);
	}

	async stop(): Promise<void> {
		await this.#proxy?.stop();
	}

	#patch(code: string): string {
		return this.patches.reduce((before, [built, patched], index) => {
			const after = before.replace(built, patched);
			if (after !== before) this.#applied[index] = (this.#applied[index] ?? 0) + 1;
			return after;
		}, code);
	}
}
