import { classHighlighter, highlightTree } from '@lezer/highlight';
import { expect, it } from 'vitest';
import { fenceParser } from '$lib/editor/markdown/fence-languages.js';
import { eventually } from '../../support/eventually.js';

const SAMPLES = {
	bash: `# a note\necho "$HOME"`,
	c: 'int main() { return 0; } // a note',
	'c++': 'class A { int b = 1; };',
	'c#': 'public class A { }',
	css: 'a { color: red }',
	dart: 'void main() { }',
	diff: '+ more\n- less',
	dockerfile: 'FROM debian\nRUN ls',
	go: 'func main() { return }',
	html: '<b class="x">y</b>',
	java: 'class A { int b = 1; }',
	js: 'const a = "b";',
	json: '{"a": true}',
	kotlin: 'fun main() { val a = 1 }',
	lua: 'local a = "b"',
	powershell: 'if ($a) { "b" }',
	py: 'def a():\n    return "b"',
	r: 'if (TRUE) "a"',
	ruby: 'def a; "b"; end',
	rust: 'fn main() { let a = "b"; }',
	sql: "select a from b where c = 'd'",
	swift: 'let a = "b"',
	toml: 'a = "b" # a note',
	ts: 'const a: string = "b";',
	yaml: 'a: "b" # a note'
};

it.each(Object.entries(SAMPLES))('code of %s is coloured once its parser has come', async (name, code) => {
	expect(fenceParser(name)).not.toBeNull();
	const coloured = await eventually(() => {
		const classes = new Set<string>();
		const tree = fenceParser(`${name} title="x"`)?.parse(code);
		if (tree !== undefined) highlightTree(tree, classHighlighter, (_from, _to, style) => classes.add(style));
		expect(classes.size).toBeGreaterThan(0);
		return classes;
	});
	expect([...coloured].every((style) => style.startsWith('tok-'))).toBe(true);
});

it.each(['', 'unheard', 'constructor', '```'])('code of "%s" stays plain', (name) => {
	expect(fenceParser(name)).toBeNull();
});
