import type { Page } from '@playwright/test';

/** What a page has done since it was asked last. */
export interface PageCounts {
	/** Calls of Loro's WebAssembly. */
	readonly loroCalls: number;
	readonly transactions: number;
	/** Rows of the list that were put in or changed. */
	readonly rows: number;
}

interface Counting {
	loroCalls: number;
	transactions: number;
	rows: Set<Node>;
}

declare global {
	var pageCounts: Counting;
}

/** Counts from the start of a page on. To run in it before its own scripts. */
export function countInPage(): void {
	const counts: Counting = { loroCalls: 0, transactions: 0, rows: new Set() };
	globalThis.pageCounts = counts;

	const open = IDBDatabase.prototype.transaction;
	IDBDatabase.prototype.transaction = function (...given) {
		counts.transactions += 1;
		return open.apply(this, given);
	};

	const counted = (instance: WebAssembly.Instance) => ({
		exports: Object.fromEntries(
			Object.entries(instance.exports).map(([name, value]) => {
				// Others allocate and free.
				if (typeof value !== 'function' || name.startsWith('__')) return [name, value];
				const call = (...given: unknown[]): unknown => {
					counts.loroCalls += 1;
					return (value as (...given: unknown[]) => unknown)(...given);
				};
				return [name, call];
			})
		)
	});
	// A worker has compiled it.
	const { instantiate } = WebAssembly;
	const instantiateCounted = async (module: WebAssembly.Module, imports: WebAssembly.Imports) => ({
		module,
		instance: counted(await instantiate(module, imports))
	});
	Object.assign(WebAssembly, { instantiate: instantiateCounted });

	const rowOf = (node: Node) =>
		(node instanceof Element ? node : node.parentElement)?.closest('[data-row]') ?? undefined;
	const observer = new MutationObserver((changes) => {
		for (const { target, addedNodes } of changes) {
			for (const row of [target, ...addedNodes].map(rowOf)) if (row !== undefined) counts.rows.add(row);
		}
	});
	observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

export async function takeCounts(page: Page): Promise<PageCounts> {
	return await page.evaluate(() => {
		const { loroCalls, transactions, rows } = pageCounts;
		Object.assign(pageCounts, { loroCalls: 0, transactions: 0, rows: new Set() });
		return { loroCalls, transactions, rows: rows.size };
	});
}
