import { describe, it } from 'vitest';
import { MemoryKeyValueStore } from '../../src/lib/storage/memory-key-value.js';
import { KEY_VALUE_CASES } from './key-value.js';

describe('the memory key-value store', () => {
	it.each(KEY_VALUE_CASES)('%s', async (_, run) => {
		await run(new MemoryKeyValueStore());
	});
});
