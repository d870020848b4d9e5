const NAME: string = 'lighthouse';

/** Chromium's trace lacks the start of the page now and then, and Lighthouse asks for another run. */
const TRACE_LOST = 'NO_NAVSTART';
const MAX_LOST_TRACES = 3;

export const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
export type Category = (typeof CATEGORIES)[number];

/** Times are in milliseconds and simulated: of a slow phone in a slow network. */
export const METRICS = {
	'first-contentful-paint': 'FCP',
	'largest-contentful-paint': 'LCP',
	'total-blocking-time': 'TBT',
	'cumulative-layout-shift': 'CLS',
	'speed-index': 'SI'
} as const;

interface Audit {
	readonly score: number | null;
	readonly title: string;
	readonly displayValue?: string;
	readonly numericValue?: number;
}

/** The part of Lighthouse's result that is used here. */
interface LighthouseResult {
	readonly categories: Readonly<
		Record<
			Category,
			{ readonly score: number | null; readonly auditRefs: readonly { id: string; weight: number }[] }
		>
	>;
	readonly audits: Readonly<Record<string, Audit>>;
	readonly runtimeError?: { readonly code: string; readonly message: string };
}

/** It is installed in bench/ only, where `npm run check` need not find it. */
interface Lighthouse {
	default(
		url: string,
		flags: Readonly<Record<string, unknown>>
	): Promise<{ readonly lhr: LighthouseResult } | undefined>;
}

export interface Finding {
	/** From 0 to 100. */
	readonly scores: Readonly<Record<Category, number>>;
	readonly metrics: Readonly<Record<string, number>>;
	/** What did not get a full score and counts. */
	readonly shortfalls: readonly string[];
}

/**
 * Has Lighthouse look at a page as on a phone, in a new tab of a browser that listens on a debugging port. What the browser
 * has stored stays.
 *
 * @throws Error where Lighthouse could not load the page
 */
export async function inspect(url: string, port: number): Promise<Finding> {
	let lhr = await look(url, port);
	for (let more = 0; more < MAX_LOST_TRACES && lhr.runtimeError?.code === TRACE_LOST; more += 1)
		lhr = await look(url, port);
	if (lhr.runtimeError !== undefined) throw new Error(lhr.runtimeError.message);
	return {
		scores: mapValues(CATEGORIES, (name) => Math.round(100 * (lhr.categories[name].score ?? 0))),
		metrics: mapValues(Object.keys(METRICS), (id) => lhr.audits[id]?.numericValue ?? Number.NaN),
		shortfalls: shortfallsOf(lhr)
	};
}

async function look(url: string, port: number): Promise<LighthouseResult> {
	const { default: lighthouse } = (await import(NAME)) as Lighthouse;
	const result = await lighthouse(url, {
		port,
		onlyCategories: CATEGORIES,
		formFactor: 'mobile',
		disableStorageReset: true,
		logLevel: 'error'
	});
	if (result === undefined) throw new Error('Lighthouse gave no result');
	return result.lhr;
}

function shortfallsOf({ categories, audits }: LighthouseResult): string[] {
	return CATEGORIES.flatMap((name) =>
		categories[name].auditRefs.flatMap(({ id, weight }) => {
			const audit = audits[id];
			if (audit === undefined || audit.score === null || audit.score >= 0.9) return [];
			const value = audit.displayValue === undefined ? '' : `: ${audit.displayValue}`;
			return [`${name}${weight === 0 ? ' (a hint)' : ''}: ${audit.title}${value}`];
		})
	);
}

function mapValues<K extends string, V>(keys: readonly K[], valueOf: (key: K) => V): Record<K, V> {
	return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<K, V>;
}
