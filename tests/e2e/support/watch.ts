import type { BrowserContext } from '@playwright/test';

type Kind = 'connections' | 'statuses';

/** What the pages of a browser come to: why they drop peers, what becomes of connections, and what they tell the person. */
export class Watch {
	readonly dropped: string[] = [];
	/** The states that connections came to. */
	readonly connections: string[] = [];
	/** Each text of "Sync status" that was shown. */
	readonly statuses: string[] = [];

	/** To be called before a browser opens its first page. */
	readonly prepare = async (context: BrowserContext): Promise<void> => {
		context.on('console', (message) => {
			const [, reason] = /^a peer was dropped (\S+)$/.exec(message.text()) ?? [];
			if (reason !== undefined) this.dropped.push(reason);
		});
		await context.exposeBinding('perchWatch', (_source, kind: Kind, text: string) => {
			this[kind].push(text);
		});
		await context.addInitScript(watchPage);
	};

	/** Whether a page ever said that it is equal with somebody. */
	get wasSynced(): boolean {
		return this.statuses.some((text) => text.includes('Synced with'));
	}
}

/** Runs in pages. */
function watchPage(): void {
	const { perchWatch } = globalThis as unknown as { perchWatch: (kind: Kind, text: string) => void };
	globalThis.RTCPeerConnection = class extends RTCPeerConnection {
		constructor(configuration?: RTCConfiguration) {
			super(configuration);
			this.addEventListener('connectionstatechange', () => perchWatch('connections', this.connectionState));
		}
	};
	let last = '';
	new MutationObserver(() => {
		const shown =
			document.querySelector('[role=status][aria-label="Sync status"]')?.textContent.trim() ?? last;
		if (shown === last) return;
		last = shown;
		perchWatch('statuses', shown);
	}).observe(document, { subtree: true, childList: true, characterData: true });
}
