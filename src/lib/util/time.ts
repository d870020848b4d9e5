/** The latest moment that a Date can be, in milliseconds since 1970. */
const LATEST_MS = 8.64e15;

/** Whether this is a moment since 1970, in milliseconds, that a Date can be: others make the formatting of dates throw. */
export function isTime(value: unknown): value is number {
	return typeof value === 'number' && value >= 0 && value <= LATEST_MS;
}

/** The moment next to a number that is none, for what was written by somebody else. */
export function toTime(value: number): number {
	return Number.isNaN(value) ? 0 : Math.min(Math.max(value, 0), LATEST_MS);
}
