import type { ChannelStats } from '$lib/transport/channel.js';
import type { DeviceCopy, PeerConnection } from '$lib/workspace/types.js';

export const DIRECT: ChannelStats = {
	path: 'direct',
	ownCandidate: 'host',
	peerCandidate: 'srflx',
	roundTripMs: 12.34,
	bytesSent: 1_234,
	bytesReceived: 56_789
};

export const RELAYED: ChannelStats = { ...DIRECT, path: 'relayed', ownCandidate: 'relay' };

/** Noon of a day. */
export const NOW = Date.UTC(2026, 4, 1, 12);

export function copyOf(more: Partial<DeviceCopy> = {}): DeviceCopy {
	return {
		device: 'device',
		name: 'Wren',
		right: 'edit',
		hasLastEdit: true,
		hasAll: true,
		heardAt: NOW - 4_000,
		...more
	};
}

/** Somebody who is connected. */
export function peer(name: string, more: Partial<PeerConnection> = {}): PeerConnection {
	return {
		id: `id of ${name}`,
		kind: 'network',
		name,
		colour: 1,
		right: 'edit',
		isQuiet: false,
		connectedAt: NOW - 185_000,
		stats: DIRECT,
		copy: undefined,
		...more
	};
}
