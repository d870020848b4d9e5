import { describe, expect, it } from 'vitest';
import { AppVersions, type VersionContainer, type VersionRegistration } from '$lib/ui/app-versions.js';

/** A service worker that goes through its states as the browser has it do. */
class FakeWorker extends EventTarget {
	state: ServiceWorkerState = 'installing';
	readonly asked: unknown[] = [];

	constructor(private readonly onSkip: (worker: FakeWorker) => void = () => undefined) {
		super();
	}

	postMessage(message: unknown): void {
		this.asked.push(message);
		this.onSkip(this);
	}

	become(state: ServiceWorkerState): void {
		this.state = state;
		this.dispatchEvent(new Event('statechange'));
	}
}

/** A browser with a page in it, and what the page was told in order. */
function page({ controlled }: { controlled: boolean }) {
	const told: string[] = [];
	const active = new FakeWorker();
	const container = Object.assign(new EventTarget(), { controller: controlled ? active : null });
	const workers: Record<'active' | 'installing' | 'waiting', FakeWorker | null> = {
		active,
		installing: null,
		waiting: null
	};
	const registration = Object.assign(new EventTarget(), workers);
	const names = new Map<object, string>();
	const versions = new AppVersions(container as unknown as VersionContainer, {
		found: (version) => told.push(`found ${names.get(version) ?? '?'}`),
		tookOver: () => told.push('took over')
	});
	const watch = () => versions.watch(registration as unknown as VersionRegistration);

	function activate(worker: FakeWorker): void {
		registration.waiting = null;
		registration.active = worker;
		worker.become('activating');
		worker.become('activated');
		if (container.controller === null) return;
		container.controller = worker;
		container.dispatchEvent(new Event('controllerchange'));
	}

	/** The browser finds a version and installs it. */
	function arrives(name: string): FakeWorker {
		const worker = new FakeWorker(activate);
		names.set(worker, name);
		registration.installing = worker;
		registration.dispatchEvent(new Event('updatefound'));
		registration.installing = null;
		registration.waiting = worker;
		worker.become('installed');
		return worker;
	}

	return { told, versions, watch, arrives, activate, registration };
}

describe('S43 versions of the app', () => {
	it('one that takes over changes who controls the page', () => {
		const { told, versions, watch, arrives } = page({ controlled: true });
		watch();
		const worker = arrives('2');
		expect(told).toEqual(['found 2']);
		versions.takeOver();
		expect(worker.asked).toEqual([{ type: 'SKIP_WAITING' }]);
		expect(told).toEqual(['found 2', 'took over']);
	});

	it('one that takes over is heard of on a page that none controls: a first visit, or one that was loaded past it', () => {
		const { told, versions, watch, arrives } = page({ controlled: false });
		watch();
		arrives('2');
		versions.takeOver();
		expect(told).toEqual(['found 2', 'took over']);
	});

	it('one that has taken over by itself, where none controls the page, needs nothing but a reload', () => {
		const { told, versions, watch, arrives, activate } = page({ controlled: false });
		watch();
		const worker = arrives('2');
		activate(worker);
		expect(told).toEqual(['found 2']);
		versions.takeOver();
		expect(worker.asked).toEqual([]);
		expect(told).toEqual(['found 2', 'took over']);
	});

	it('each that comes is found, however many came before', () => {
		const { told, watch, arrives } = page({ controlled: true });
		watch();
		for (const name of ['2', '3', '4']) arrives(name);
		expect(told).toEqual(['found 2', 'found 3', 'found 4']);
	});

	it('one that waited before the page was there is found, and one that another tab has let take over is told of', () => {
		const { told, watch, arrives, activate } = page({ controlled: true });
		const worker = arrives('2');
		watch();
		expect(told).toEqual(['found 2']);
		activate(worker);
		expect(told).toEqual(['found 2', 'took over']);
	});

	it('the very first is no new one', () => {
		const { told, watch, arrives, activate, registration } = page({ controlled: false });
		registration.active = null;
		watch();
		activate(arrives('1'));
		expect(told).toEqual([]);
	});
});
