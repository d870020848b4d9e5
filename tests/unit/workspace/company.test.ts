import { expect, it } from 'vitest';
import { fromStableCaret } from '$lib/note/caret.js';
import { Note } from '$lib/note/note.js';
import type { Presence } from '$lib/protocol/messages.js';
import { Company } from '$lib/workspace/company.svelte.js';
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
