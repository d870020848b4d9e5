import { describe, expect, it } from 'vitest';
import { statsOfChannel, type StatsEntry } from '$lib/transport/channel-stats.js';

const STREAM = 64;

function pair(id: string, local: string, remote: string, more: StatsEntry = {}): StatsEntry {
	return {
		type: 'candidate-pair',
		id,
		localCandidateId: local,
		remoteCandidateId: remote,
		nominated: true,
		state: 'succeeded',
		currentRoundTripTime: 0.0125,
		...more
	};
}

function candidate(id: string, candidateType: string): StatsEntry {
	return { type: 'candidate', id, candidateType, address: '198.51.100.7', ip: '198.51.100.7', port: 4000 };
}

const CHANNELS: StatsEntry[] = [
	{ type: 'data-channel', id: 'D1', dataChannelIdentifier: 1, bytesSent: 9, bytesReceived: 9 },
	{ type: 'data-channel', id: 'D2', dataChannelIdentifier: STREAM, bytesSent: 1_234, bytesReceived: 567 }
];
const CANDIDATES = ['host', 'srflx', 'prflx', 'relay'].flatMap((kind) => [
	candidate(`own-${kind}`, kind),
	candidate(`their-${kind}`, kind)
]);
const TRANSPORT = { type: 'transport', id: 'T', selectedCandidatePairId: 'used' };

describe('what the statistics of a connection tell', () => {
	it.each([
		['host', 'host', 'direct'],
		['srflx', 'prflx', 'direct'],
		['relay', 'host', 'relayed'],
		['prflx', 'relay', 'relayed'],
		['relay', 'relay', 'relayed']
	])('from %s to %s it is %s', (own, their, path) => {
		const used = pair('used', `own-${own}`, `their-${their}`);
		const stats = statsOfChannel([...CANDIDATES, ...CHANNELS, used, TRANSPORT], STREAM);
		expect(stats).toEqual({
			path,
			ownCandidate: own,
			peerCandidate: their,
			roundTripMs: 12.5,
			bytesSent: 1_234,
			bytesReceived: 567
		});
		expect(JSON.stringify(stats)).not.toContain('198.51');
	});

	it('the pair that the transport names is the one in use, of several nominated', () => {
		const pairs = [pair('older', 'own-relay', 'their-host'), pair('used', 'own-host', 'their-host')];
		expect(statsOfChannel([...pairs, ...CANDIDATES, TRANSPORT], STREAM)?.path).toBe('direct');
	});

	it('without a transport, it is the one that was nominated and works', () => {
		const pairs = [
			pair('failed', 'own-relay', 'their-host', { state: 'failed' }),
			pair('waiting', 'own-relay', 'their-host', { nominated: false }),
			pair('works', 'own-host', 'their-srflx')
		];
		expect(statsOfChannel([...pairs, ...CANDIDATES], STREAM)?.peerCandidate).toBe('srflx');
	});

	it('where no check was answered yet, there is no round trip', () => {
		const used = pair('used', 'own-host', 'their-host', { currentRoundTripTime: undefined });
		expect(statsOfChannel([used, ...CANDIDATES, TRANSPORT], STREAM)?.roundTripMs).toBeUndefined();
	});

	it('where no way is in use, there is nothing to tell', () => {
		expect(statsOfChannel([], STREAM)).toBeUndefined();
		expect(statsOfChannel([...CANDIDATES, ...CHANNELS, TRANSPORT], STREAM)).toBeUndefined();
		expect(statsOfChannel([pair('used', 'gone', 'their-host'), ...CANDIDATES], STREAM)).toBeUndefined();
	});
});
