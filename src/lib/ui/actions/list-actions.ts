import { m } from '$lib/paraglide/messages.js';
import type { ListedNote } from '$lib/workspace/types.js';
import { countTags, SORTS, type LibraryChoice, type Sort } from '../library-choice.svelte.js';
import type { Action } from './action.js';

/** What orders of the list are called. */
export const SORT_TEXTS: Readonly<Record<Sort, () => string>> = {
	changed: m.sort_changed,
	title: m.sort_title,
	added: m.sort_added
};

/** So many tags are offered as commands; the list shows more. */
const MAX_TAGS = 10;

/** What the list of notes does by more than one part of itself. */
export interface ListCommands {
	search(): void;
	/** Undefined while something else is under way. */
	backUp: (() => Promise<void>) | undefined;
	/** Undefined where it cannot be installed from here. */
	install: (() => void | Promise<void>) | undefined;
}

/** What can be done where the notes are listed. */
export function listActions(
	notes: readonly ListedNote[],
	choice: Pick<LibraryChoice, 'sort' | 'tag' | 'toggle'>,
	commands: ListCommands
): readonly Action[] {
	const actions: Action[] = [];
	if (notes.length > 0) {
		actions.push({
			id: 'search-notes',
			group: 'page',
			label: m.search_notes(),
			run: () => commands.search()
		});
	}
	if (notes.length > 1) actions.push(...SORTS.filter((sort) => sort !== choice.sort).map(sorting));
	actions.push(...tagActions(notes, choice));
	const { backUp, install } = commands;
	if (notes.length > 0 && backUp !== undefined) {
		actions.push({ id: 'back-up', group: 'app', label: m.backup_all(), words: m.backup(), run: backUp });
	}
	if (install !== undefined)
		actions.push({ id: 'install', group: 'app', label: m.install_app({ app: m.app_name() }), run: install });
	return actions;

	function sorting(sort: Sort): Action {
		return {
			id: `sort-${sort}`,
			group: 'page',
			label: m.sort_command({ order: SORT_TEXTS[sort]() }),
			run: () => {
				choice.sort = sort;
			}
		};
	}
}

function tagActions(
	notes: readonly ListedNote[],
	choice: Pick<LibraryChoice, 'tag' | 'toggle'>
): readonly Action[] {
	const all = countTags(notes);
	return all
		.filter(({ key }, at) => at < MAX_TAGS || key === choice.tag)
		.map(({ key, tag }) => ({
			id: `tag-${key}`,
			group: 'page',
			label: choice.tag === key ? m.tag_command_off({ tag }) : m.tag_command({ tag }),
			words: m.tags(),
			run: () => choice.toggle(key)
		}));
}
