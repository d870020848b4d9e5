import { describe, expect, it } from 'vitest';
import { fromStableCaret, toStableCaret } from '$lib/note/caret.js';
import { Note } from '$lib/note/note.js';
import type { Presence } from '$lib/protocol/messages.js';
import { Company } from '$lib/workspace/company.svelte.js';
import type { PeerView } from '$lib/sync/views.js';
import type { KeptReplica } from '$lib/workspace/kept-replica.js';
import type { Profile } from '$lib/workspace/profile.svelte.js';

const profile: Pick<Profile, 'person' | 'name' | 'colour'> = { person: 'ada', name: 'Ada', colour: 1 };

function companyIn(text: string) {
	const replica = Note.create(new Date(0));
	replica.body.insert(0, text);
	replica.doc.commit();
	const told: Presence[] = [];
	const synchroniser = { setPresence: (presence: Presence) => told.push(presence) };
	const company = new Company(profile as Profile, 'edit');
	const tell = (caret: number | undefined) => {
		company.setCaret(caret === undefined ? undefined : { anchor: caret, head: caret });
		company.tell({ replica, synchroniser } as unknown as KeptReplica<Note>);
	};
	return { replica, told, tell };
}

it('P15: a caret that stands at the same character is not told again, however much others write before and behind it', () => {
	const { replica, told, tell } = companyIn('pears');
	tell(3);
	for (let key = 1; key <= 20; key += 1) {
		replica.body.insert(0, 'x');
		replica.body.insert(replica.body.length, 'y');
		tell(3 + key);
	}
	expect(told).toHaveLength(1);
	expect(told[0]?.caret && fromStableCaret(replica, told[0].caret)).toEqual({ anchor: 23, head: 23 });
	replica.close();
});

it('P15: a caret is told when it moves, goes, and comes back, and where what it stood at was deleted and others wrote there', () => {
	const { replica, told, tell } = companyIn('pears');
	for (const caret of [3, 4, undefined, 4]) tell(caret);
	expect(told).toHaveLength(4);
	replica.body.delete(2, 3);
	replica.body.insert(2, 'ach');
	replica.doc.commit();
	tell(2);
	const last = told.at(-1)?.caret;
	expect(last && fromStableCaret(replica, last)).toEqual({ anchor: 2, head: 2 });
	replica.close();
});

describe('what is shown of those who are here', () => {
	const presence: Presence = { type: 'presence', person: 'bo', name: 'Bo', colour: 2, caret: undefined };
	const peer: PeerView = {
		id: '1',
		session: '1',
		kind: 'network',
		role: 'writer',
		presence,
		inSync: true,
		stored: undefined,
		isQuiet: false
	};

	function shownIn(text: string) {
		const replica = Note.create(new Date(0));
		replica.body.insert(0, text);
		replica.doc.commit();
		const company = new Company(profile as Profile, 'edit');
		const see = (...peers: readonly PeerView[]) => {
			company.refresh({ replica, synchroniser: { peers } } as unknown as KeptReplica<Note>);
			const { people, pages, carets } = company;
			return { people, pages, carets };
		};
		return { replica, company, see };
	}

	it('stays the very same as long as nothing of it changes, so that no screen draws it anew at each key', () => {
		const { replica, see } = shownIn('pears');
		const at = { ...presence, caret: toStableCaret(replica, { anchor: 2, head: 2 }) };
		const before = see({ ...peer, presence: at });
		const now = see({ ...peer, presence: at, inSync: false, stored: new Map() });
		expect(now.people).toBe(before.people);
		expect(now.pages).toBe(before.pages);
		expect(now.carets).toBe(before.carets);
		replica.close();
	});

	it('changes with who is here, what they call themselves, and where they say that their caret is', () => {
		const { replica, see } = shownIn('pears');
		see(peer);
		const renamed = see({ ...peer, presence: { ...presence, name: 'Bob' } });
		expect(renamed.people.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
		const moved = { ...presence, caret: toStableCaret(replica, { anchor: 2, head: 4 }) };
		expect(see({ ...peer, presence: moved }).carets).toMatchObject([{ anchor: 2, head: 4, name: 'Bo' }]);
		expect(see().people.map(({ name }) => name)).toEqual(['Ada']);
		expect(see().carets).toEqual([]);
		replica.close();
	});

	it('finds carets where an edit made here has moved them, and tells nobody of that', () => {
		const { replica, company, see } = shownIn('pears');
		const at = { ...peer, presence: { ...presence, caret: toStableCaret(replica, { anchor: 2, head: 2 }) } };
		const { carets } = see(at);
		const kept = { replica, synchroniser: { peers: [at] } } as unknown as KeptReplica<Note>;
		expect(company.caretsNow(kept)).toBe(carets);
		replica.body.insert(0, 'ripe ');
		replica.doc.commit();
		company.edited();
		expect(company.caretsNow(kept)).toMatchObject([{ anchor: 7, head: 7, name: 'Bo' }]);
		expect(company.carets).toBe(carets);
		replica.close();
	});

	it('knows where carets are in a document that takes the place of another', () => {
		const { replica, company, see } = shownIn('pears');
		const at = { ...peer, presence: { ...presence, caret: toStableCaret(replica, { anchor: 2, head: 2 }) } };
		see(at);
		const other = Note.empty();
		other.import(replica.exportSnapshot());
		other.body.insert(0, 'ripe ');
		other.doc.commit();
		company.refresh({ replica: other, synchroniser: { peers: [at] } } as unknown as KeptReplica<Note>);
		expect(company.carets).toMatchObject([{ anchor: 7, head: 7 }]);
		for (const each of [replica, other]) each.close();
	});
});
