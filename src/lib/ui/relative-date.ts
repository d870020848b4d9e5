import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RECENT_HOURS = 12;
const WEEK_DAYS = 7;

/**
 * What writes dates in a language. To make one takes a browser longer than to write a hundred dates with it: each is made when it is first
 * asked for, and kept.
 */
class DateFormats {
	#relative: Intl.RelativeTimeFormat | undefined;
	readonly #dates = new Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>();

	constructor(readonly locale: string) {}

	get relative(): Intl.RelativeTimeFormat {
		return (this.#relative ??= new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto' }));
	}

	date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
		const made = this.#dates.get(options);
		if (made !== undefined) return made;
		const format = new Intl.DateTimeFormat(this.locale, options);
		this.#dates.set(options, format);
		return format;
	}
}

const THIS_YEAR: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' };
const OTHER_YEAR: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
const EXACT: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeStyle: 'short' };

let made: DateFormats | undefined;

function formats(): DateFormats {
	const locale = getLocale();
	if (made?.locale !== locale) made = new DateFormats(locale);
	return made;
}

/** Midnights between two moments, in the time zone of the device. */
function daysBetween(earlier: Date, later: Date): number {
	const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
	return Math.round((midnight(later) - midnight(earlier)) / (24 * HOUR_MS));
}

/** When something happened, as one says it: "5 minutes ago", "yesterday", "12 November". */
export function relativeDate(at: number, now: number): string {
	const then = new Date(at);
	const elapsed = Math.max(0, now - at);
	if (elapsed < MINUTE_MS) return m.date_just_now();
	if (elapsed < HOUR_MS) return formats().relative.format(-Math.floor(elapsed / MINUTE_MS), 'minute');
	const days = daysBetween(then, new Date(now));
	if (days === 0 || elapsed < RECENT_HOURS * HOUR_MS) {
		return formats().relative.format(-Math.floor(elapsed / HOUR_MS), 'hour');
	}
	if (days < WEEK_DAYS) return formats().relative.format(-days, 'day');
	const isThisYear = then.getFullYear() === new Date(now).getFullYear();
	return formats()
		.date(isThisYear ? THIS_YEAR : OTHER_YEAR)
		.format(then);
}

/** The exact moment, for whoever points at the relative one. */
export function exactDate(at: number): string {
	return formats().date(EXACT).format(at);
}
