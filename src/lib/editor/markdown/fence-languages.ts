import { ParseContext } from '@codemirror/language';
import type { Parser } from '@lezer/common';
import type { StreamName } from './stream-parsers.js';

type LoadParser = () => Promise<Parser>;

const javascript = (dialect: string): LoadParser => {
	return async () => (await import('@lezer/javascript')).parser.configure({ dialect });
};

const css: LoadParser = async () => (await import('@lezer/css')).parser;
const html: LoadParser = async () => (await import('@lezer/html')).parser;
const json: LoadParser = async () => (await import('@lezer/json')).parser;
const python: LoadParser = async () => (await import('@lezer/python')).parser;

const stream = (name: StreamName): LoadParser => {
	return async () => (await import('./stream-parsers.js')).streamParser(name);
};

const LANGUAGES: Readonly<Record<string, LoadParser>> = {
	js: javascript('jsx'),
	javascript: javascript('jsx'),
	jsx: javascript('jsx'),
	mjs: javascript('jsx'),
	ts: javascript('ts'),
	typescript: javascript('ts'),
	tsx: javascript('jsx ts'),
	css,
	html,
	svg: html,
	xml: html,
	json,
	py: python,
	python,
	bash: stream('shell'),
	sh: stream('shell'),
	shell: stream('shell'),
	console: stream('shell'),
	zsh: stream('shell'),
	c: stream('c'),
	h: stream('c'),
	cpp: stream('cpp'),
	'c++': stream('cpp'),
	cs: stream('csharp'),
	csharp: stream('csharp'),
	'c#': stream('csharp'),
	dart: stream('dart'),
	diff: stream('diff'),
	patch: stream('diff'),
	dockerfile: stream('dockerfile'),
	go: stream('go'),
	golang: stream('go'),
	java: stream('java'),
	kotlin: stream('kotlin'),
	kt: stream('kotlin'),
	lua: stream('lua'),
	powershell: stream('powershell'),
	ps1: stream('powershell'),
	r: stream('r'),
	rb: stream('ruby'),
	ruby: stream('ruby'),
	rs: stream('rust'),
	rust: stream('rust'),
	sql: stream('sql'),
	swift: stream('swift'),
	toml: stream('toml'),
	yaml: stream('yaml'),
	yml: stream('yaml')
};

const loaded = new Map<string, Parser>();
const loading = new Map<string, Parser>();

/**
 * The parser for what stands behind the opening marks of a code block, or null if there is none. One that is named for the first
 * time is loaded, and the block is parsed when it has come; without network and without a copy of it, the code stays plain.
 */
export function fenceParser(info: string): Parser | null {
	const name = /^[a-z][a-z0-9+#]*/i.exec(info)?.[0].toLowerCase() ?? '';
	const load = Object.hasOwn(LANGUAGES, name) ? LANGUAGES[name] : undefined;
	if (load === undefined) return null;
	const known = loaded.get(name) ?? loading.get(name);
	if (known !== undefined) return known;
	const arrival = load().then(
		(parser) => {
			loaded.set(name, parser);
		},
		(cause: unknown) => {
			console.warn(`the highlighting of ${name} did not load:`, cause);
			loading.delete(name);
		}
	);
	const until = ParseContext.getSkippingParser(arrival);
	loading.set(name, until);
	return until;
}
