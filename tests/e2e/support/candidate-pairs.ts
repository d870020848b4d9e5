import type { BrowserContext, Page } from '@playwright/test';

/** The kinds of address at the two ends of a connection: `relay` is one of a TURN server. */
export interface CandidatePair {
	readonly local: RTCIceCandidateType;
	readonly remote: RTCIceCandidateType;
}

interface WatchedPage {
	connections: RTCPeerConnection[];
}

/** To be done to a browser before it opens its first page, so that `selectedPairs` can tell. */
export async function watchConnections(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		const watched = globalThis as unknown as WatchedPage;
		watched.connections = [];
		globalThis.RTCPeerConnection = class extends RTCPeerConnection {
			constructor(configuration?: RTCConfiguration) {
				super(configuration);
				watched.connections.push(this);
			}
		};
	});
}

/** By which addresses a page is connected, one for each connection. */
export async function selectedPairs(page: Page): Promise<readonly CandidatePair[]> {
	return await page.evaluate(async () => {
		const { connections } = globalThis as unknown as WatchedPage;
		const connected = connections.filter(({ connectionState }) => connectionState === 'connected');
		return await Promise.all(
			connected.map(async (connection) => {
				const stats = new Map<string, Record<string, string>>(await connection.getStats());
				const transport = [...stats.values()].find(({ type }) => type === 'transport');
				const pair = stats.get(transport?.['selectedCandidatePairId'] ?? '');
				const typeOf = (id: string | undefined) =>
					stats.get(id ?? '')?.['candidateType'] as RTCIceCandidateType;
				return { local: typeOf(pair?.['localCandidateId']), remote: typeOf(pair?.['remoteCandidateId']) };
			})
		);
	});
}
