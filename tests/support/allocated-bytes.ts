import { Session } from 'node:inspector/promises';
import { collectGarbage } from './collect-garbage.js';

/** Of each so many bytes that are allocated, one is noted on average: few enough for a sum to be true within some per cent. */
const SAMPLING_BYTES = 64;

interface Allocations {
	readonly selfSize: number;
	readonly children: readonly Allocations[];
}

/** The bytes of all that some work allocates on the heap of JavaScript, be it freed again or not. */
export async function allocatedBytes(work: () => void | Promise<void>): Promise<number> {
	const session = new Session();
	session.connect();
	try {
		collectGarbage();
		await session.post('HeapProfiler.startSampling', {
			samplingInterval: SAMPLING_BYTES,
			includeObjectsCollectedByMajorGC: true,
			includeObjectsCollectedByMinorGC: true
		});
		await work();
		const { profile } = await session.post('HeapProfiler.stopSampling');
		return sumOf(profile.head);
	} finally {
		session.disconnect();
	}
}

function sumOf({ selfSize, children }: Allocations): number {
	return children.reduce((sum, child) => sum + sumOf(child), selfSize);
}
