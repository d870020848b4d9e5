import type { CandidateKind, ChannelStats } from './channel.js';

/** One entry of an RTCStatsReport. Browsers differ in what they fill in, so nothing is taken for granted. */
export type StatsEntry = Readonly<Record<string, unknown>>;

const CANDIDATE_KINDS: readonly CandidateKind[] = ['host', 'srflx', 'prflx', 'relay'];
const MS_PER_SECOND = 1_000;

function numberIn(entry: StatsEntry | undefined, key: string): number | undefined {
	const value = entry?.[key];
	return typeof value === 'number' ? value : undefined;
}

/** The pair of addresses that is in use. Those nominated may be several, of which the transport names one. */
function selectedPair(entries: readonly StatsEntry[]): StatsEntry | undefined {
	const pairs = entries.filter(({ type }) => type === 'candidate-pair');
	const transport = entries.find(({ type }) => type === 'transport');
	const named = pairs.find(({ id }) => id === transport?.['selectedCandidatePairId']);
	return named ?? pairs.find(({ nominated, state }) => nominated === true && state === 'succeeded');
}

function candidateKind(entries: readonly StatsEntry[], id: unknown): CandidateKind | undefined {
	const candidate = entries.find((entry) => entry['id'] === id);
	return CANDIDATE_KINDS.find((kind) => kind === candidate?.['candidateType']);
}

function pathOf(...kinds: readonly CandidateKind[]): ChannelStats['path'] {
	return kinds.includes('relay') ? 'relayed' : 'direct';
}

/**
 * What the statistics of a connection tell of its data channel with this stream id; undefined as long as they tell of no
 * way that is in use. Addresses are left out.
 */
export function statsOfChannel(all: Iterable<unknown>, streamId: number): ChannelStats | undefined {
	const entries = [...all] as StatsEntry[];
	const pair = selectedPair(entries);
	const channel = entries.find(
		(entry) => entry['type'] === 'data-channel' && entry['dataChannelIdentifier'] === streamId
	);
	const ownCandidate = candidateKind(entries, pair?.['localCandidateId']);
	const peerCandidate = candidateKind(entries, pair?.['remoteCandidateId']);
	if (ownCandidate === undefined || peerCandidate === undefined) return undefined;
	const roundTripSeconds = numberIn(pair, 'currentRoundTripTime');
	return {
		path: pathOf(ownCandidate, peerCandidate),
		ownCandidate,
		peerCandidate,
		roundTripMs: roundTripSeconds === undefined ? undefined : roundTripSeconds * MS_PER_SECOND,
		bytesSent: numberIn(channel, 'bytesSent') ?? 0,
		bytesReceived: numberIn(channel, 'bytesReceived') ?? 0
	};
}
