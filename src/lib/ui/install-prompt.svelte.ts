import { isBesideApp, thisPlatform } from './platform.js';

/** What Chromium hands a page that it could install; no other browser does. */
interface InstallEvent extends Event {
	prompt(): Promise<void>;
	readonly userChoice: Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/** How Perch gets onto the device: by the browser's own question, or by hand, as on an iPhone. */
export type InstallWay = 'question' | 'by-hand';

/** Whether and how the app can be installed from this page. */
export class InstallPrompt {
	#event: InstallEvent | undefined = $state.raw();
	#byHand = false;

	/** Holds the browser's own question back until it is asked for. */
	constructor(page: EventTarget, byHand: boolean) {
		this.#byHand = byHand;
		page.addEventListener('beforeinstallprompt', (event) => {
			event.preventDefault();
			this.#event = event as InstallEvent;
		});
		page.addEventListener('appinstalled', () => (this.#event = undefined));
	}

	/** Undefined where Perch is installed, or the browser does not say how it could be. */
	get way(): InstallWay | undefined {
		if (this.#byHand) return 'by-hand';
		return this.#event === undefined ? undefined : 'question';
	}

	/** Has the browser ask; it does so once. @returns whether it is installed now */
	async ask(): Promise<boolean> {
		const event = this.#event;
		if (event === undefined) return false;
		this.#event = undefined;
		await event.prompt();
		return (await event.userChoice).outcome === 'accepted';
	}
}

/** The page's. */
export const installPrompt = new InstallPrompt(window, isBesideApp(thisPlatform()));
