import { describe, it } from 'vitest';
import { MemoryChannel } from '../../src/lib/transport/memory-channel.js';
import { ChannelDriver } from './channel-driver.js';
import { CHANNEL_CASES, type ChannelBench } from './channel.js';

/** So many messages under way make the channel full, and so few make room again. */
const FULL = 16;
const ROOM = 4;

/** Channels in memory over a line that carries one message at a time. */
function makeMemoryBench(): ChannelBench {
	return {
		fills: true,
		isProven: true,
		tellsStats: false,
		connect({ secondListens } = { secondListens: true }) {
			const line: (() => void)[] = [];
			const ends = MemoryChannel.pair((delivery) => {
				line.push(delivery);
				if (line.length === FULL) for (const end of ends) end.blocked = true;
				setImmediate(() => {
					line.shift()?.();
					if (line.length === ROOM) for (const end of ends) end.blocked = false;
				});
			});
			return Promise.resolve([new ChannelDriver(ends[0], true), new ChannelDriver(ends[1], secondListens)]);
		},
		mostBuffered: () => Promise.resolve(undefined)
	};
}

describe('the memory channel', () => {
	it.each(CHANNEL_CASES)('%s', async (_, run) => {
		await run(makeMemoryBench());
	});
});
