/**
 * Stands in the HTML of the library, behind what that shows before the app has come (early-library.svelte), and makes rows of the list
 * of last time (docs/storage.md, S53). Where there is none, the skeleton stays. It makes elements and text only, and never throws.
 */
(() => {
	/**
	 * A note of the list of last time (early-list.ts).
	 *
	 * @typedef {object} KeptNote
	 * @property {string} id
	 * @property {string} title
	 * @property {string} preview
	 * @property {number} changedAt
	 * @property {boolean} waiting
	 * @property {boolean} pinned
	 * @property {boolean} shared
	 * @property {readonly string[]} [tags]
	 * @property {{ readonly preview?: unknown, readonly shared?: unknown }} [said]
	 */

	const MOST_NOTES = 40;
	const MOST_TAGS = 40;
	const MOST_TAGS_OF_NOTE = 4;
	const MINUTE_MS = 60_000;
	const HOUR_MS = 60 * MINUTE_MS;
	const DAY_MS = 24 * HOUR_MS;

	/** @type {(value: unknown) => value is string} */
	const isText = (value) => typeof value === 'string';

	/** @type {(value: unknown) => value is KeptNote} */
	const isListed = (value) => {
		const note = /** @type {Record<string, unknown>} */ (value ?? {});
		const { tags = [] } = note;
		return (
			[note['id'], note['title'], note['preview']].every(isText) &&
			[note['changedAt'], note['addedAt']].every(Number.isFinite) &&
			[note['waiting'], note['pinned'], note['shared']].every((flag) => typeof flag === 'boolean') &&
			Array.isArray(tags) &&
			tags.every(isText)
		);
	};

	/** @returns {KeptNote[]} */
	const keptNotes = () => {
		/** @type {unknown} */
		const notes = JSON.parse(localStorage.getItem('perch:list') ?? '[]');
		return Array.isArray(notes) ? notes.slice(0, MOST_NOTES).filter(isListed) : [];
	};

	/**
	 * @param {ParentNode} parent
	 * @param {string} selector
	 */
	const part = (parent, selector) => /** @type {HTMLElement} */ (parent.querySelector(selector));

	/** As in relative-date.ts. */
	const locale = document.documentElement.lang;

	/** @param {Date} date */
	const midnight = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());

	/**
	 * @param {number} at
	 * @param {number} now
	 * @returns {string | undefined} undefined: just now
	 */
	const relativeDate = (at, now) => {
		const elapsed = Math.max(0, now - at);
		if (elapsed < MINUTE_MS) return undefined;
		const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
		if (elapsed < HOUR_MS) return relative.format(-Math.floor(elapsed / MINUTE_MS), 'minute');
		const [then, today] = [new Date(at), new Date(now)];
		const days = Math.round((midnight(today) - midnight(then)) / DAY_MS);
		if (days === 0 || elapsed < 12 * HOUR_MS) return relative.format(-Math.floor(elapsed / HOUR_MS), 'hour');
		if (days < 7) return relative.format(-days, 'day');
		return new Intl.DateTimeFormat(
			locale,
			then.getFullYear() === today.getFullYear()
				? { day: 'numeric', month: 'long' }
				: { day: 'numeric', month: 'short', year: 'numeric' }
		).format(then);
	};

	/**
	 * What a note is shared with, and its tags.
	 *
	 * @param {HTMLElement} facts
	 * @param {KeptNote} note
	 */
	const fillFacts = (facts, { shared, said, tags = [] }) => {
		if (!shared && tags.length === 0) facts.remove();
		const sharing = part(facts, '.shared');
		if (!shared) sharing.remove();
		else if (isText(said?.shared)) sharing.lastChild?.replaceWith(said.shared);
		const tag = part(facts, '.tag');
		for (const name of tags.slice(0, MOST_TAGS_OF_NOTE)) {
			const one = /** @type {HTMLElement} */ (tag.cloneNode());
			one.textContent = `#${name}`;
			facts.append(one);
		}
		tag.remove();
	};

	/**
	 * @param {Element} sample
	 * @param {KeptNote} note
	 * @param {number} now
	 */
	const rowOf = (sample, note, now) => {
		const row = document.createElement('li');
		row.append(sample.cloneNode(true));
		const title = part(row, '.title');
		if (note.title.trim() !== '') {
			title.classList.remove('untitled');
			title.textContent = note.title;
		}
		if (!note.pinned) part(row, '.pin').remove();
		const date = relativeDate(note.changedAt, now);
		if (date !== undefined) part(row, 'time').textContent = date;
		// An older Perch kept the text with its marks only: its line stays free.
		const line = isText(note.said?.preview) ? note.said.preview : '\u00a0';
		if (!note.waiting && note.preview !== '') part(row, '.preview').textContent = line;
		fillFacts(part(row, '.facts'), note);
		return row;
	};

	/**
	 * The order of the list, and the tags of its notes, as in library-tools.svelte.
	 *
	 * @param {HTMLElement} tools
	 * @param {readonly KeptNote[]} notes
	 */
	const fillTools = (tools, notes) => {
		const order = localStorage.getItem('perch:library-sort');
		for (const option of tools.querySelectorAll('option')) option.selected = option.value === order;
		/** @type {Map<string, { tag: string, count: number }>} */
		const counts = new Map();
		for (const tag of notes.flatMap(({ tags = [] }) => tags)) {
			const key = tag.normalize('NFC').toLowerCase();
			counts.set(key, { tag, ...counts.get(key), count: (counts.get(key)?.count ?? 0) + 1 });
		}
		const group = part(tools, '.tags');
		const sample = part(group, 'button');
		for (const { tag, count } of [...counts.values()]
			.sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag))
			.slice(0, MOST_TAGS)) {
			const chip = /** @type {HTMLElement} */ (sample.cloneNode(true));
			part(chip, 'bdi').textContent = `#${tag}`;
			part(chip, '.count').textContent = String(count);
			group.append(chip);
		}
		sample.remove();
		if (counts.size === 0) group.remove();
		return counts.size > 0 || notes.length > 1;
	};

	/** @param {HTMLElement} sight */
	const complete = (sight) => {
		// The service worker answers with the library for every address that no file has, such as that of an invite.
		if (location.pathname !== sight.dataset['path']) {
			sight.remove();
			return;
		}
		const notes = keptNotes();
		const samples = /** @type {HTMLTemplateElement} */ (part(sight, 'template')).content.children;
		const [tools, row, waiting] = /** @type {Iterable<HTMLElement>} */ (samples);
		if (notes.length === 0 || tools === undefined || row === undefined || waiting === undefined) return;
		const list = part(sight, '.early-rows');
		if (fillTools(tools, notes)) list.before(tools);
		const now = Date.now();
		list.append(...notes.map((note) => rowOf(note.waiting ? waiting : row, note, now)));
		sight.dataset['shown'] = 'whole';
	};

	try {
		complete(part(document, '.early-sight'));
	} catch (failure) {
		console.warn('the list of last time cannot be shown', failure);
	}
})();
