/** The part of the browser that is used. Not every browser can keep its screen on. */
export interface AwakeBrowser {
	readonly wakeLock: Pick<WakeLock, 'request'> | undefined;
	readonly page: EventTarget & Pick<Document, 'visibilityState'>;
}

/**
 * Keeps the screen on until the function that it returns is called. Browsers end it whenever the page goes out of sight;
 * it begins anew when the page is seen. Where the browser refuses, as on an empty battery, the screen goes off as ever.
 */
export function keepAwake({ wakeLock, page }: AwakeBrowser = thisBrowser()): () => void {
	let wanted = true;
	let held: WakeLockSentinel | undefined;
	let asking = false;

	async function hold(): Promise<void> {
		if (wakeLock === undefined || asking || page.visibilityState === 'hidden') return;
		if (held !== undefined && !held.released) return;
		asking = true;
		try {
			held = await wakeLock.request('screen');
			if (!wanted) await held.release();
		} catch (error) {
			// Refused: asked again when the page is seen anew.
			if (!(error instanceof DOMException)) throw error;
		} finally {
			asking = false;
		}
	}

	const seen = () => void hold();
	page.addEventListener('visibilitychange', seen);
	seen();
	return () => {
		wanted = false;
		page.removeEventListener('visibilitychange', seen);
		void held?.release();
	};
}

function thisBrowser(): AwakeBrowser {
	return { wakeLock: (navigator as { wakeLock?: WakeLock }).wakeLock, page: document };
}
