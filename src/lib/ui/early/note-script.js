/**
 * Stands in the HTML of a note's page, behind what that shows before the app has come (early-note.svelte), and puts the title in that the
 * list of last time has (docs/storage.md, S53). Where that is not known, the skeleton stays. It never throws.
 */
(() => {
	/** @param {string} key */
	const kept = (key) => /** @type {unknown} */ (JSON.parse(localStorage.getItem(key) ?? '[]'));

	try {
		const sight = /** @type {HTMLElement} */ (document.querySelector('.early-sight'));
		// At a place within a note its title may be out of sight, and where it is connected there is none.
		const id = location.hash.slice(1);
		const notes =
			/** @type {({ id?: unknown, title?: unknown, waiting?: unknown, viewOnly?: unknown } | null)[]} */ (
				kept('perch:list')
			);
		const { title, waiting, viewOnly } = notes.find((note) => note?.id === id) ?? {};
		const isTitled = typeof title === 'string' && title.trim() !== '';
		// Above the title of a note that may only be viewed stands that it is one.
		if (isTitled && waiting === false && viewOnly !== true) {
			/** @type {HTMLElement} */ (sight.querySelector('.early-title')).textContent = title;
			const { dataset } = /** @type {HTMLElement} */ (sight.querySelector('.sheet'));
			const look = /** @type {Record<string, string>} */ (kept('perch:look'));
			for (const name of ['font', 'size', 'width']) dataset[name] = look[name] ?? '';
			sight.dataset['shown'] = 'whole';
		}
	} catch (failure) {
		console.warn('the title is not shown yet', failure);
	}
})();
