/** What a peer in Node is told first: where to join. */
export interface Invitation {
	readonly link: string;
	readonly relays: readonly string[];
}

/** That the note had this length at this time, in milliseconds since 1970. */
export type Arrival = readonly [length: number, at: number];

/** What a peer in Node can be asked. */
export interface Answers {
	/** How many peers it has the note in common with, and how long its text is. */
	state(): { readonly peers: number; readonly length: number };
	/** What has changed since this was asked last. */
	arrivals(): readonly Arrival[];
	/** The processor time that the process has used so far, in milliseconds. */
	cpu(): number;
}

export interface Question {
	readonly id: number;
	readonly question: keyof Answers;
}

export interface Answer {
	readonly id: number;
	readonly answer: unknown;
}
