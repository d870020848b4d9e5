import { SESSION_BYTES } from '../protocol/limits.js';
import type { Admission } from '../sync/admission.js';
import { Connections } from '../sync/connections.js';
import type { TabMeeting } from '../transport/room.js';
import { randomBytes, toBase64Url } from '../util/bytes.js';
import type { Clock } from '../util/clock.js';

/** What meetings are made of. */
export interface MeetingMaker {
	readonly clock: Clock;
	/** Meets the other tabs that have the same replica open. `session` names this page. */
	meetTabs(id: string, session: string): TabMeeting;
}

/** Everyone with whom one replica is kept equal, under a session of this page: the browser's other tabs, and others. */
export class Meeting {
	readonly connections: Connections;
	readonly #tabs: TabMeeting;

	/** `admission`: who is let in from the network. */
	constructor(id: string, { clock, meetTabs }: MeetingMaker, admission: Admission) {
		const session = toBase64Url(randomBytes(SESSION_BYTES));
		this.connections = new Connections(session, clock, admission);
		this.#tabs = meetTabs(id, session);
		this.#tabs.onChannel((channel) => this.connections.add(channel));
	}

	/** Ends all connections. */
	end(): void {
		this.#tabs.leave();
		this.connections.close();
	}
}
