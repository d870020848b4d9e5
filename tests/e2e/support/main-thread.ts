import type { CDPSession } from '@playwright/test';
import type { Person } from './person.js';

/** What the main thread of somebody's page has done, whatever else the machine does. Chromium only. */
export class MainThread {
	private constructor(private readonly session: CDPSession) {}

	/** Watches the page that the person is at. */
	static async of(person: Person): Promise<MainThread> {
		const session = await person.devTools();
		await session.send('Performance.enable', { timeDomain: 'threadTicks' });
		return new MainThread(session);
	}

	/** How long it has worked since the page began, in milliseconds of its own time. */
	async worked(): Promise<number> {
		const { metrics } = await this.session.send('Performance.getMetrics');
		return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
	}

	async leave(): Promise<void> {
		await this.session.detach();
	}
}
