import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { lintProgram } from './scripts/lib/lint-program.js';
import svelteConfig from './svelte.config.js';

/** The layers of src/lib from the top down. A layer may import from itself and from those below it. */
const LAYERS = [
	'ui',
	'editor',
	'workspace',
	'search',
	'sync',
	'transport',
	'storage',
	'protocol',
	'crypto',
	'note',
	'markup',
	'util'
];

const layerZones = LAYERS.flatMap((layer, index) => [
	{
		target: `./src/lib/${layer}`,
		from: ['./src/routes', ...LAYERS.slice(0, index).map((above) => `./src/lib/${above}`)],
		message: `Imports go down the layers only; ${layer} may not know this one.`
	}
]);

const restrictedZones = [
	...layerZones,
	{ target: './src', from: ['./server', './scripts', './tests', './bench'] },
	{ target: './server', from: ['./src', './tests'] },
	// Only the note layer calls Loro: every import of updates goes through its guard.
	...[
		'ui',
		'workspace',
		'search',
		'sync',
		'transport',
		'storage',
		'protocol',
		'crypto',
		'markup',
		'util'
	].map((layer) => ({
		target: `./src/lib/${layer}`,
		from: './node_modules/loro-crdt',
		message: 'Only note/ and editor/ may use Loro.'
	}))
];

const [componentParser] = svelte.configs.base.flatMap(({ languageOptions }) => languageOptions?.parser ?? []);

/** `npm run lint` sees every file once. In an editor, or where ESLint corrects them, files change. */
const isOfAllOnce =
	process.argv.includes('.') && !process.argv.some((argument) => argument.startsWith('--fix'));
const { program, parser } = isOfAllOnce
	? lintProgram(componentParser, { svelteConfig })
	: { parser: ts.parser };

export default defineConfig(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'.perch/',
			'node_modules/',
			'src/lib/paraglide/',
			'test-results/',
			'playwright-report/'
		]
	},
	js.configs.recommended,
	ts.configs.strictTypeChecked,
	svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions:
				program === undefined
					? { projectService: true, extraFileExtensions: ['.svelte'] }
					: { programs: [program] }
		},
		plugins: { 'import-x': importX },
		settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })] },
		rules: {
			'import-x/no-restricted-paths': ['error', { zones: restrictedZones }],
			'import-x/no-cycle': ['error', { ignoreExternal: true }],
			'import-x/no-self-import': 'error',
			'no-empty': ['error', { allowEmptyCatch: false }],
			'no-console': ['error', { allow: ['warn', 'error'] }],
			'no-undef': 'off',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			'@typescript-eslint/unbound-method': 'off',
			'@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }]
		}
	},
	{
		files: ['**/*.{ts,js}'],
		ignores: ['**/*.svelte.{ts,js}'],
		languageOptions: { parser }
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser, svelteConfig } },
		rules: {
			'prefer-const': 'off',
			'svelte/prefer-const': 'error',
			// What the screen shows is replaced whole ($state.raw); other collections are not reactive on purpose.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{
		// Playwright reads from the pattern which fixtures a fixture needs: one that needs none has an empty one.
		files: ['tests/e2e/**/*.ts', 'bench/**/*.ts'],
		rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] }
	},
	{
		files: ['server/**/*.js', 'scripts/**/*.js'],
		rules: { 'no-console': 'off' }
	}
);
