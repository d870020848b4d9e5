/** The one page of all rivals: `/?yjs` is that of Yjs. Of the others nothing is loaded; without a name, of nobody. */
const RIVALS: Readonly<Record<string, () => Promise<unknown>>> = {
	floor: () => import('./floor.js'),
	loro: () => import('./loro.js'),
	textbook: () => import('./textbook.js'),
	yjs: () => import('./yjs.js')
};

const load = RIVALS[location.search.slice('?'.length)];
if (load === undefined) document.documentElement.dataset['ready'] = '';
else void load();
