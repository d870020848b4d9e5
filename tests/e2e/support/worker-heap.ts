import type { Page } from '@playwright/test';

/** What V8 says of a worker's heap (the DevTools protocol's `Runtime.getHeapUsage`), in bytes. */
interface HeapUsage {
	readonly usedSize: number;
	/** Of what buffers hold. */
	readonly backingStorageSize: number;
}

/**
 * How many bytes the worker of a page holds in whose address `name` stands, its buffers with it. In Chromium only; whatever is garbage by
 * then counts, too. Rejects where there is no such worker.
 */
export async function workerHeap(page: Page, name: string): Promise<number> {
	const session = await page.context().newCDPSession(page);
	try {
		const usage = new Promise<HeapUsage>((resolve) => {
			session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
				if (!targetInfo.url.includes(name)) return;
				const message = JSON.stringify({ id: 1, method: 'Runtime.getHeapUsage' });
				void session.send('Target.sendMessageToTarget', { sessionId, message });
			});
			session.on('Target.receivedMessageFromTarget', ({ message }) => {
				const { result } = JSON.parse(message) as { readonly result?: HeapUsage };
				if (result !== undefined) resolve(result);
			});
		});
		if (!page.workers().some((worker) => worker.url().includes(name))) throw new Error(`no worker ${name}`);
		await session.send('Target.setAutoAttach', {
			autoAttach: true,
			waitForDebuggerOnStart: false,
			flatten: false
		});
		const { usedSize, backingStorageSize } = await usage;
		return usedSize + backingStorageSize;
	} finally {
		await session.detach();
	}
}
