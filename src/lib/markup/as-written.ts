import type { Root } from 'hast';

/** A text as it is written, in one element `pre`: for what cannot be rendered. */
export function asWritten(markdown: string): Root {
	const text = { type: 'text', value: markdown } as const;
	const properties = { className: ['as-written'], dir: 'auto' };
	return { type: 'root', children: [{ type: 'element', tagName: 'pre', properties, children: [text] }] };
}
