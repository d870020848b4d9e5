/** Whether this is the long run (`npm run test:long`), in which what is sampled otherwise runs in full. */
export const IS_LONG = process.env.PERCH_LONG === '1';

/** The amount for this run: of a sample, or in full. */
export function sampleOrFull(sample: number, full: number): number {
	return IS_LONG ? full : sample;
}
