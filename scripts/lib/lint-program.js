import ts from 'typescript';
import { parser } from 'typescript-eslint';

/**
 * @typedef {{ filePath?: string, programs?: readonly unknown[] | null, parser?: Parser }} ParserOptions
 * @typedef {{ parseForESLint: (code: string, options: ParserOptions) => unknown }} Parser
 * @typedef {object} LintProgram
 * @property {ts.Program} program of every file that tsconfig.json names; components are in it as the TypeScript that ESLint reads them as
 * @property {Parser} parser reads files, and what components hold, and refuses what the program does not have word for word
 */

/** @type {Parser} */
const typescriptParser = parser;

const CONFIG = 'tsconfig.json';

/** TypeScript asks whoever knows what is in such files. */
const COMPONENTS = { extension: '.svelte', isMixedContent: false, scriptKind: ts.ScriptKind.Deferred };

/** What Svelte's parser reads otherwise than it is written: components, and modules with runes. */
const READ_BY_SVELTE = /^(?!.*\/node_modules\/).*\.svelte(?:\.ts)?$/;

/**
 * @param {unknown} value
 * @returns {value is Parser}
 */
function isParser(value) {
	return typeof value === 'object' && value !== null && 'parseForESLint' in value;
}

/**
 * One program for all files, for who lints each of them once. The project service makes one anew after every component, as what it is
 * given to lint is not what stands on the disk, and the types of everything that it imports with it.
 *
 * @param {unknown} componentParser Svelte's
 * @param {object} options for it
 * @returns {LintProgram}
 */
export function lintProgram(componentParser, options) {
	if (!isParser(componentParser)) throw new Error('There is no parser of components.');
	const { fileNames, options: compilerOptions } = readConfig();
	const host = ts.createCompilerHost(compilerOptions, true);
	const readFile = host.readFile.bind(host);
	host.readFile = (path) => {
		const text = readFile(path);
		return text !== undefined && READ_BY_SVELTE.test(path)
			? asTypeScript(path, text, componentParser, options)
			: text;
	};
	const program = ts.createProgram(fileNames, compilerOptions, host);
	/** @type {Parser['parseForESLint']} */
	const parseForESLint = (code, parserOptions) => {
		const path = parserOptions.filePath ?? '';
		const isTyped = parserOptions.programs != null;
		if (isTyped && program.getSourceFile(path)?.text !== code)
			throw new Error(`${path} is not what it was when linting began.`);
		return typescriptParser.parseForESLint(code, parserOptions);
	};
	return { program, parser: { ...typescriptParser, parseForESLint } };
}

function readConfig() {
	const config = ts.getParsedCommandLineOfConfigFile(
		CONFIG,
		{ allowNonTsExtensions: true, noEmit: true },
		{
			...ts.sys,
			onUnRecoverableConfigFileDiagnostic({ messageText }) {
				throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
			}
		},
		undefined,
		undefined,
		[COMPONENTS]
	);
	if (config === undefined) throw new Error(`${CONFIG} cannot be read.`);
	return config;
}

/**
 * @param {string} filePath
 * @param {string} text
 * @param {Parser} componentParser
 * @param {object} options
 * @returns {string} what the component's parser gives to TypeScript's last
 */
function asTypeScript(filePath, text, componentParser, options) {
	let seen = text;
	/** @type {Parser['parseForESLint']} */
	const parseForESLint = (code, parserOptions) => {
		seen = code;
		return typescriptParser.parseForESLint(code, parserOptions);
	};
	componentParser.parseForESLint(text, {
		...options,
		filePath,
		parser: { ...typescriptParser, parseForESLint }
	});
	return seen;
}
