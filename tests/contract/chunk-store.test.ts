import { describe, it } from 'vitest';
import { CHUNK_STORE_CASES } from './chunk-store.js';
import { makeMemoryBench } from './memory-bench.js';

describe('the memory chunk store', () => {
	it.each(CHUNK_STORE_CASES)('%s', async (_, run) => {
		await run(makeMemoryBench());
	});
});
