import type { PeerView } from '../sync/views.js';
import { rightOfRole, type NoteRight } from './rights.js';
import { PERSON_COLOURS } from './types.js';

/** Somebody in a room and the colour that they would like, as any number. */
export interface ColourWish {
	readonly person: string;
	readonly right: NoteRight;
	readonly colour: number;
}

/** Which colour each person in a room has, as an index into the palette. */
export type ColourOf = (person: Omit<ColourWish, 'colour'>) => number;

/** Two pages are one person only if they may do the same: who they are they only say. */
function keyOf({ person, right }: Omit<ColourWish, 'colour'>): string {
	return `${person} ${right}`;
}

/**
 * Deals out the colours of a room (docs/protocol.md, P33): nobody has the colour of another while one is free, and everyone who
 * sees the same people comes to the same result, in whatever order they came.
 */
export function agreedColours(wishes: readonly ColourWish[]): ColourOf {
	const wished = new Map<string, number>();
	for (const wish of wishes) {
		const key = keyOf(wish);
		const colour = Math.abs(Math.trunc(wish.colour)) % PERSON_COLOURS;
		wished.set(key, Math.min(colour, wished.get(key) ?? colour));
	}
	const inOrder = [...wished].sort(([a], [b]) => (a < b ? -1 : 1));
	const colours = new Map<string, number>();
	const taken = new Set<number>();
	const take = (key: string, colour: number) => {
		colours.set(key, colour);
		taken.add(colour);
	};
	for (const [key, colour] of inOrder) if (!taken.has(colour)) take(key, colour);
	for (const [key, colour] of inOrder) {
		if (!colours.has(key)) take(key, firstFree(colour, taken));
	}
	return (person) => colours.get(keyOf(person)) ?? 0;
}

/** The first colour from `wish` on, around the palette, that nobody has; the wish itself if all are taken. */
function firstFree(wish: number, taken: ReadonlySet<number>): number {
	for (let step = 0; step < PERSON_COLOURS; step += 1) {
		const colour = (wish + step) % PERSON_COLOURS;
		if (!taken.has(colour)) return colour;
	}
	return wish;
}

/** What the pages of a room wish for. The other tabs of this browser are oneself, and may do what this page may. */
export function wishesOf(peers: readonly PeerView[], ownRight: NoteRight): ColourWish[] {
	return peers.flatMap(({ kind, presence, role }) => {
		if (presence === undefined) return [];
		const { person, colour } = presence;
		return [{ person, right: kind === 'tab' ? ownRight : rightOfRole(role), colour }];
	});
}
