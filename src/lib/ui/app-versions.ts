/** What is used here of `navigator.serviceWorker`, and of its registration. */
export type VersionContainer = Pick<ServiceWorkerContainer, 'controller' | 'addEventListener'>;
export type VersionRegistration = Pick<
	ServiceWorkerRegistration,
	'active' | 'installing' | 'waiting' | 'addEventListener'
>;

/** Who is told of versions. */
export interface VersionListener {
	/** A version was installed and is not in use on this page; another object is another version. */
	found(version: object): void;
	/** A new version is in use, and this page is still of the one before. */
	tookOver(): void;
}

/** What Workbox's service worker listens for. */
const SKIP_WAITING = { type: 'SKIP_WAITING' };

/** The versions of the app that come while a page is open, as its service workers tell of them. */
export class AppVersions {
	readonly #container: VersionContainer;
	readonly #listener: VersionListener;
	#newest: ServiceWorker | undefined;

	constructor(container: VersionContainer, listener: VersionListener) {
		this.#container = container;
		this.#listener = listener;
		let isControlled = container.controller !== null;
		container.addEventListener('controllerchange', () => {
			const wasControlled = isControlled;
			isControlled = container.controller !== null;
			if (wasControlled && isControlled) listener.tookOver();
		});
	}

	/** Tells of the version that waits, and of each that comes from now on. */
	watch(registration: VersionRegistration): void {
		const follow = () => {
			const worker = registration.installing;
			// The very first of all is the version that this page is of.
			if (worker === null || registration.active === null) return;
			worker.addEventListener('statechange', () => {
				if (worker.state === 'installed') this.#found(worker);
			});
		};
		if (registration.waiting !== null) this.#found(registration.waiting);
		follow();
		registration.addEventListener('updatefound', follow);
	}

	/** Has the version that was found last take over, in every tab. */
	takeOver(): void {
		const version = this.#newest;
		if (version === undefined) return;
		if (version.state === 'activated') {
			this.#listener.tookOver();
			return;
		}
		// A page that was loaded past the service worker, as on a first visit, gets none by the change either: it is told by nobody else.
		if (this.#container.controller === null) {
			version.addEventListener('statechange', () => {
				if (version.state === 'activated') this.#listener.tookOver();
			});
		}
		version.postMessage(SKIP_WAITING);
	}

	#found(version: ServiceWorker): void {
		this.#newest = version;
		this.#listener.found(version);
	}
}
