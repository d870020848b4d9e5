import { getLocale } from '$lib/paraglide/runtime.js';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const STEP = 1_000;

/** An amount of bytes as people read it: "3.4 MB", "120 GB". Two digits say enough. */
export function byteText(bytes: number): string {
	let amount = bytes;
	let unit = 0;
	while (amount >= STEP && unit < UNITS.length - 1) {
		amount /= STEP;
		unit += 1;
	}
	return new Intl.NumberFormat(getLocale(), {
		style: 'unit',
		unit: UNITS[unit],
		unitDisplay: unit === 0 ? 'long' : 'short',
		maximumFractionDigits: amount < 10 && unit > 0 ? 1 : 0
	}).format(amount);
}

/** As wide as most amounts are, where none is known yet: to write one as people read it takes long the first time. */
export const SOME_BYTES = '000 MB';
