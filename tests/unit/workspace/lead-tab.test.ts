import { beforeEach, expect, it } from 'vitest';
import { LeadTab } from '$lib/workspace/lead-tab.js';

interface Request {
	readonly granted: () => Promise<never> | undefined;
	readonly fail: (failure: DOMException) => void;
}

/** The locks of one browser, as the Web Locks specification has them, for one lock. */
class Locks {
	#holder: Request | undefined;
	#waiting: Request[] = [];

	readonly request = ((
		_name: string,
		{ steal, signal }: LockOptions,
		granted: () => Promise<never> | undefined
	) =>
		new Promise<never>((_, fail) => {
			const request = { granted, fail };
			const aborted = () => new DOMException('aborted', 'AbortError');
			if (steal === true) {
				if (signal !== undefined) throw new DOMException('no signal', 'NotSupportedError');
				this.#holder?.fail(aborted());
				this.#grant(request);
				return;
			}
			signal?.addEventListener('abort', () => {
				this.#waiting = this.#waiting.filter((other) => other !== request);
				fail(aborted());
			});
			if (this.#holder === undefined) this.#grant(request);
			else this.#waiting.push(request);
		})) as unknown as LockManager['request'];

	get waiting(): number {
		return this.#waiting.length;
	}

	/** The tab that holds the lock ends. */
	end(): void {
		this.#holder = undefined;
		const next = this.#waiting.shift();
		if (next !== undefined) this.#grant(next);
	}

	#grant(request: Request): void {
		this.#holder = request;
		queueMicrotask(() => void request.granted());
	}
}

let locks: Locks;
let leading: Set<string>;

beforeEach(() => {
	locks = new Locks();
	leading = new Set();
});

function tab(name: string): LeadTab {
	return new LeadTab('lead', locks, (leads) => {
		if (leads) leading.add(name);
		else leading.delete(name);
	});
}

async function settled(): Promise<string[]> {
	await new Promise((resolve) => setTimeout(resolve));
	return [...leading];
}

it('P32: one tab leads, and another one once it ends', async () => {
	tab('first');
	tab('second');
	expect(await settled()).toEqual(['first']);
	leading.delete('first');
	locks.end();
	expect(await settled()).toEqual(['second']);
});

it('P32: the tab that comes into sight leads, and the one before when that ends', async () => {
	const [first, second] = [tab('first'), tab('second')];
	await settled();
	second.seen();
	expect(await settled()).toEqual(['second']);
	second.seen();
	expect(await settled()).toEqual(['second']);
	first.seen();
	second.seen();
	first.seen();
	expect(await settled()).toEqual(['first']);
	expect(locks.waiting).toBe(1);
	leading.delete('first');
	locks.end();
	expect(await settled()).toEqual(['second']);
});
