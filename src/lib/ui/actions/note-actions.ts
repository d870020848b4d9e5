import { m } from '$lib/paraglide/messages.js';
import type { Person } from '$lib/workspace/types.js';
import type { Following } from '../following.svelte.js';
import type { NoteTools } from '../note-tools.svelte.js';
import { personName } from '../person-text.js';
import { pageLook } from '../this-page-look.js';
import type { UnseenNews } from '../unseen-news.svelte.js';
import type { Action } from './action.js';

/** What the bar of a note's page does. Without `share`, nobody can be let in. */
export function barActions(
	people: readonly Person[],
	following: Following,
	unseen: UnseenNews,
	share: (() => void) | undefined
): readonly Action[] {
	const actions: Action[] = [];
	if (share !== undefined) actions.push({ ...pageAction('share', m.share(), share), words: m.share_words() });
	if (unseen.summary !== undefined) {
		if (unseen.isMarked)
			actions.push(pageAction('unseen-next', m.unseen_next_change(), () => unseen.showNext()));
		actions.push(pageAction('unseen-dismiss', m.unseen_dismiss_all(), () => unseen.dismiss()));
	}
	const { followed } = following;
	if (followed !== undefined) {
		const label = m.follow_stop({ name: followed.name });
		actions.push(pageAction('follow-stop', label, () => following.stop()));
	}
	for (const person of people) {
		if (person.isSelf) continue;
		const name = { name: personName(person) };
		actions.push(pageAction(`go-${person.id}`, m.follow_go(name), () => following.go(person)));
		if (followed?.id !== person.id)
			actions.push(pageAction(`follow-${person.id}`, m.follow_follow(name), () => following.follow(person)));
	}
	return actions;
}

/** What a note's page has beside the text, and how it looks. */
export function toolActions(tools: NoteTools, readOnly: boolean): readonly Action[] {
	const { look } = pageLook;
	const actions = [
		pageAction('find', m.find(), () => tools.openFind()),
		pageAction('outline', m.outline(), () => tools.openOutline()),
		pageAction('look', m.page_look(), () => tools.openLook())
	];
	if (readOnly) return actions;
	return [
		...actions,
		pageAction('replace', m.find_and_replace(), () => tools.openFind(true)),
		pageAction('rename', m.rename(), focusTitle),
		pageAction('typewriter', toggleText(m.look_typewriter(), look.typewriter), () =>
			pageLook.change({ typewriter: !look.typewriter })
		),
		pageAction('focus', toggleText(m.look_focus(), look.focus), () =>
			pageLook.change({ focus: !look.focus })
		),
		pageAction('spelling', toggleText(m.look_spelling(), look.spelling), () =>
			pageLook.change({ spelling: !look.spelling })
		)
	];
}

function pageAction(id: string, label: string, run: () => void): Action {
	return { id, group: 'page', label, run };
}

function toggleText(what: string, isOn: boolean): string {
	return isOn ? m.turn_off({ what }) : m.turn_on({ what });
}

function focusTitle(): void {
	const field = document.querySelector<HTMLTextAreaElement>('.title textarea');
	field?.focus();
	field?.select();
}
