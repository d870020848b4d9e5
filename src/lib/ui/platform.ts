/** What tells an iPhone or iPad, and the installed app, from other places. */
export interface Platform {
	readonly userAgent: string;
	readonly maxTouchPoints: number;
	/** The page runs as an installed app, in a window of its own. */
	readonly installed: boolean;
}

export function thisPlatform(): Platform {
	const { userAgent, maxTouchPoints, standalone } = navigator as Navigator & { standalone?: boolean };
	return {
		userAgent,
		maxTouchPoints,
		// The browser lays the page out to answer: it is asked only where that matters.
		get installed() {
			return standalone === true || matchMedia('(display-mode: standalone)').matches;
		}
	};
}

/** An iPhone or iPad. Browsers of iPads say that they run on a Mac, but no Mac has a touch screen. */
export function isIos({ userAgent, maxTouchPoints }: Platform): boolean {
	if (/\b(iPhone|iPad|iPod)\b/.test(userAgent)) return true;
	return /\bMacintosh\b/.test(userAgent) && maxTouchPoints > 1;
}

/**
 * A browser whose notes the installed app does not see, while links always open in the browser: on iOS each has a storage
 * of its own.
 */
export function isBesideApp(platform: Platform): boolean {
	return isIos(platform) && !platform.installed;
}
