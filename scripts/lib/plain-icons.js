const ICON = /[\\/]@lucide[\\/]svelte[\\/]dist[\\/]icons[\\/][\w-]+\.svelte$/;
const DATA = /^const iconData = (\{.*\});$/m;

/** @typedef {{ name: string, size: number, node: [string, Record<string, string>][] }} IconData */

/**
 * Has icons of Lucide built as the pictures that they are: its own component works each out as it is shown, attribute by attribute,
 * which took most of the time in which a page's bar comes.
 *
 * @returns {import('vite').Plugin}
 */
export function plainIcons() {
	return {
		name: 'plain-icons',
		enforce: 'pre',
		transform: (code, id) => (ICON.test(id) ? plainIcon(code) : undefined)
	};
}

/**
 * The source of a component that shows an icon, for one of Lucide's. Of its properties those remain that are used here: `size`,
 * `strokeWidth`, `color`. It is hidden from screen readers: what it stands in has a name.
 *
 * @param {string} source
 * @returns {string}
 * @throws {Error} where Lucide writes its components in another way
 */
export function plainIcon(source) {
	const data = DATA.exec(source)?.[1];
	if (data === undefined) throw new Error('Lucide’s icons are not written as they were');
	/** @type {unknown} */
	const icon = JSON.parse(data);
	const { name, size, node } = /** @type {IconData} */ (icon);
	const shapes = node.map(([tag, attributes]) => {
		const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
		return `<${tag}${written.join('')} />`;
	});
	return `<script>
	let { size = ${size}, strokeWidth = 2, color = 'currentColor' } = $props();
</script>
<svg
	xmlns="http://www.w3.org/2000/svg"
	class="lucide lucide-${name}"
	width={size}
	height={size}
	viewBox="0 0 ${size} ${size}"
	fill="none"
	stroke={color}
	stroke-width={strokeWidth}
	stroke-linecap="round"
	stroke-linejoin="round"
	aria-hidden="true">${shapes.join('')}</svg>
`;
}
