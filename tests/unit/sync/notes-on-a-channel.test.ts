import { expect, it } from 'vitest';
import { Note } from '$lib/note/note.js';
import { Connections } from '$lib/sync/connections.js';
import { Synchroniser } from '$lib/sync/synchroniser.js';
import { ManualClock } from './manual-clock.js';
import { Link, type LinkOptions } from './simulated-link.js';
import { nextSession } from './simulated-peer.js';
import { trustingAdmission } from './trusting-admission.js';

const SETTLED_MS = 3_000;

/** A page with several notes open, all of whose peers are met on the same connections. */
class Page {
	readonly connections: Connections;
	readonly notes = new Map<string, Note>();
	readonly synchronisers = new Map<string, Synchroniser>();

	constructor(
		readonly clock: ManualClock,
		ids: readonly string[]
	) {
		this.connections = new Connections(nextSession(), clock, trustingAdmission());
		for (const id of ids) this.open(id);
	}

	open(id: string): void {
		const note = Note.empty();
		const synchroniser = new Synchroniser(note, id, this.connections, this.clock);
		note.onChange(() => {
			synchroniser.noteChanged();
			synchroniser.noteStored(note.version());
		});
		this.notes.set(id, note);
		this.synchronisers.set(id, synchroniser);
	}

	type(id: string, text: string): void {
		const note = this.notes.get(id);
		note?.body.insert(note.body.length, text);
		note?.doc.commit();
	}

	text(id: string): string | undefined {
		return this.notes.get(id)?.body.toString();
	}

	isInSync(id: string): boolean {
		const peers = this.synchronisers.get(id)?.peers ?? [];
		return peers.length === 1 && peers.every(({ inSync }) => inSync);
	}
}

function connected(clock: ManualClock, a: Page, b: Page, options?: LinkOptions): Link {
	const link = new Link(clock, options);
	a.connections.add(link.a);
	b.connections.add(link.b);
	return link;
}

it('P9: one channel carries several notes, however each side numbers them, and each stays what it is', () => {
	const clock = new ManualClock();
	const [a, b] = [new Page(clock, ['x', 'y', 'z']), new Page(clock, ['z', 'x'])];
	a.type('x', 'text of x');
	a.type('y', 'nobody else has y');
	b.type('z', 'text of z');
	connected(clock, a, b);
	clock.advance(SETTLED_MS);
	expect([b.text('x'), a.text('z')]).toEqual(['text of x', 'text of z']);
	expect(['x', 'z'].map((id) => [a.isInSync(id), b.isInSync(id)])).toEqual([
		[true, true],
		[true, true]
	]);
	expect(a.synchronisers.get('y')?.peers).toEqual([]);
	b.open('y');
	clock.advance(SETTLED_MS);
	expect(b.text('y')).toBe('nobody else has y');
	expect([a.isInSync('y'), b.isInSync('y')]).toEqual([true, true]);
});

it('P9: nothing is said about a note but that it is open, before the other side has opened it too', () => {
	const clock = new ManualClock();
	const [a, b] = [new Page(clock, ['x', 'y']), new Page(clock, ['x'])];
	a.type('y', 'a secret to b');
	const link = connected(clock, a, b);
	clock.advance(SETTLED_MS);
	expect(link.a.sentUpdates).toEqual([]);
	expect(link.a.sentMessages.filter(({ type }) => type === 'open')).toHaveLength(2);
});

it('P9: the notes take turns: a short one does not wait for all of a long one', () => {
	const clock = new ManualClock();
	const [a, b] = [new Page(clock, ['long', 'short']), new Page(clock, ['long', 'short'])];
	for (let part = 0; part < 40; part += 1) a.type('long', '0123456789'.repeat(2_000));
	a.type('short', 'short');
	connected(clock, a, b, { delay: () => 20, capacity: 1 });
	while (b.text('short') !== 'short') expect(clock.step()).toBe(true);
	expect(b.text('long')?.length).toBeLessThan(100_000);
	clock.advance(10_000);
	expect(b.text('long')?.length).toBe(800_000);
});

it('P9: a note whose document was lost is opened anew on the same connection, and gets back what it lacks', () => {
	const clock = new ManualClock();
	const [a, b] = [new Page(clock, ['x', 'y']), new Page(clock, ['x', 'y'])];
	connected(clock, a, b);
	a.type('x', 'text');
	b.type('x', ' and more');
	clock.advance(SETTLED_MS);
	b.synchronisers.get('x')?.close();
	a.type('x', ', written while b had none');
	clock.advance(SETTLED_MS);
	b.open('x');
	b.type('x', 'new in b');
	clock.advance(SETTLED_MS);
	expect(b.text('x')).toBe(a.text('x'));
	expect(b.text('x')).toContain('written while b had none');
	expect([a.isInSync('x'), b.isInSync('x')]).toEqual([true, true]);
	a.type('y', 'unharmed');
	clock.advance(SETTLED_MS);
	expect(b.text('y')).toBe('unharmed');
});
