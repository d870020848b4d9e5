import fuzzysort from 'fuzzysort';
import type { Action, ActionGroup } from './action.js';

/** A piece of a name; `hit` if it is what was asked for. */
export interface NamePart {
	readonly text: string;
	readonly hit: boolean;
}

export interface FoundAction {
	readonly action: Action;
	readonly name: readonly NamePart[];
}

export interface FoundGroup {
	readonly group: ActionGroup;
	readonly found: readonly FoundAction[];
}

/** Unasked, the list begins with what is wanted most. */
const ORDER: readonly ActionGroup[] = ['notes', 'page', 'app', 'text'];

/** So many notes are offered unasked: those that were changed last. */
const RECENT_NOTES = 5;
/** Of many notes of like names, the list of notes tells more. */
const MAX_NOTES = 8;

/** From 0 to 1. Below this, letters only happen to stand in that order somewhere. */
const MIN_SCORE = 0.35;
/** What is found by another word than its name comes after what is found by its name. */
const OTHER_WORDS_WEIGHT = 0.8;

/** The actions that a query means, best first, in groups. All of them, and the first of the notes, if it is empty. */
export function findActions(actions: readonly Action[], query: string): readonly FoundGroup[] {
	const wanted = query.trim().normalize('NFC');
	return wanted === '' ? unasked(actions) : asked(actions, wanted);
}

/** Lets go of what was kept to search faster. */
export function forgetNames(): void {
	fuzzysort.cleanup();
}

function unasked(actions: readonly Action[]): readonly FoundGroup[] {
	return ORDER.map((group) => {
		const all = actions.filter((action) => action.group === group);
		const some = group === 'notes' ? all.slice(0, RECENT_NOTES) : all;
		return { group, found: some.map((action) => ({ action, name: [{ text: action.label, hit: false }] })) };
	}).filter(({ found }) => found.length > 0);
}

function asked(actions: readonly Action[], query: string): readonly FoundGroup[] {
	const isNote = ({ group }: Action) => group === 'notes';
	const results = [
		...search(actions.filter(isNote), query, MAX_NOTES),
		...search(
			actions.filter((action) => !isNote(action)),
			query
		)
	].sort((one, other) => other.score - one.score);
	const groups = new Map<ActionGroup, FoundAction[]>();
	for (const { action, name } of results) {
		const group = groups.get(action.group) ?? [];
		groups.set(action.group, group);
		group.push({ action, name });
	}
	return [...groups].map(([group, found]) => ({ group, found }));
}

function search(actions: readonly Action[], query: string, limit?: number) {
	const results = fuzzysort.go(query, actions, {
		keys: [({ label }) => label.normalize('NFC'), ({ words }) => words ?? ''],
		threshold: MIN_SCORE,
		scoreFn: ([byName, byWords]) => Math.max(byName?.score ?? 0, (byWords?.score ?? 0) * OTHER_WORDS_WEIGHT),
		...(limit === undefined ? {} : { limit })
	});
	return results.map(({ score, obj: action, 0: byName }) => {
		const hits = byName === undefined || byName.score === 0 ? [] : byName.indexes;
		return { score, action, name: parts(action.label.normalize('NFC'), hits) };
	});
}

/** A name in pieces, by the places (in UTF-16 units) of the letters that were asked for. */
export function parts(name: string, hits: readonly number[]): readonly NamePart[] {
	const isHit = new Set(hits);
	const pieces: { text: string; hit: boolean }[] = [];
	let at = 0;
	for (const character of name) {
		const hit = isHit.has(at);
		const last = pieces.at(-1);
		if (last?.hit === hit) last.text += character;
		else pieces.push({ text: character, hit });
		at += character.length;
	}
	return pieces;
}
