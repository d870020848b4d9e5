import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { missingFromLock, type LockFile } from '../../../scripts/lib/lock-file.js';

test('the lock file is one that npm ci takes; if not, node scripts/complete-lock.js repairs it', async () => {
	const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as LockFile;
	expect(missingFromLock(lock)).toEqual([]);
});

test('an optional dependency is looked for where Node would look', () => {
	const parent = {
		optionalDependencies: { beside: '1.0.0', below: '1.0.0', above: '1.0.0', nowhere: '1.0.0' }
	};
	const packages = {
		'': {},
		'node_modules/above': {},
		'node_modules/a/node_modules/beside': {},
		'node_modules/a/node_modules/b': parent,
		'node_modules/a/node_modules/b/node_modules/below': {}
	};
	expect(missingFromLock({ packages })).toEqual([{ name: 'nowhere', version: '1.0.0', parent }]);
});
