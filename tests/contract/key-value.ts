import { StorageError } from '../../src/lib/storage/chunk-store.js';
import type { KeyValueStore } from '../../src/lib/storage/key-value.js';
import { assert, assertEqual, failureOf } from './assert.js';

/** What each key-value store keeps. The store is empty at first. */
export type KeyValueCase = readonly [name: string, run: (store: KeyValueStore) => Promise<void>];

interface Summary {
	readonly title: string;
	readonly at: number;
}

export const KEY_VALUE_CASES: readonly KeyValueCase[] = [
	['S12 a value comes back as it was, and the last one set is there', setThenGet],
	['S12 sections are kept apart, also where one name begins with another', sectionsApart],
	['S12 entries come by key, as copies', entriesByKey],
	['S12 values come by their keys, those of the section alone and of its type', valuesByKey],
	['S12 a value of another type than the section has is as if it were not there', otherType],
	['S12 deleting takes one entry and passes over what is not there', deleteOne],
	['S38 clearing takes all of one section, of whatever type, and nothing of others', clearSection],
	['S38 erasing takes entries and whole sections together, and nothing of others', eraseSome],
	['S12 a value that cannot be stored fails with "unknown", and the one before stays', notStorable],
	['S10 a closed store fails with "closed"', closedStore]
];

async function setThenGet(store: KeyValueStore): Promise<void> {
	const summaries = store.section('summaries', isSummary);
	assertEqual(await summaries.get('one'), undefined, 'before');
	await summaries.set('one', { title: 'First', at: 1 });
	await summaries.set('one', { title: 'Second', at: 2 });
	assertEqual(await summaries.get('one'), { title: 'Second', at: 2 }, 'value');
}

async function sectionsApart(store: KeyValueStore): Promise<void> {
	for (const name of ['s', 'se', 'section', 'section,']) await store.section(name, isString).set('key', name);
	for (const name of ['s', 'se', 'section', 'section,']) {
		assertEqual(await store.section(name, isString).entries(), [['key', name]], name);
	}
}

async function entriesByKey(store: KeyValueStore): Promise<void> {
	const summaries = store.section('summaries', isSummary);
	const value = { title: 'mutable', at: 0 };
	for (const key of ['b', 'a', 'c']) await summaries.set(key, value);
	value.title = 'changed';
	const entries = await summaries.entries();
	assertEqual(
		entries.map(([key, { title }]) => [key, title]),
		['a', 'b', 'c'].map((key) => [key, 'mutable']),
		'entries'
	);
}

async function valuesByKey(store: KeyValueStore): Promise<void> {
	const summaries = store.section('summaries', isSummary);
	for (const [at, key] of ['b', 'a', 'c'].entries()) await summaries.set(key, { title: key, at });
	await store.section('summaries', isString).set('ab', 'none');
	await store.section('summaries2', isSummary).set('a', { title: 'of another', at: 0 });
	const titles = (await summaries.values()).map(({ title }) => title);
	assertEqual(titles, ['a', 'b', 'c'], 'values');
}

async function otherType(store: KeyValueStore): Promise<void> {
	await store.section('settings', isString).set('name', 'Ada');
	const asSummaries = store.section('settings', isSummary);
	assertEqual(await asSummaries.get('name'), undefined, 'value');
	assertEqual(await asSummaries.entries(), [], 'entries');
}

async function deleteOne(store: KeyValueStore): Promise<void> {
	const settings = store.section('settings', isString);
	await settings.set('a', '1');
	await settings.set('b', '2');
	await settings.delete('a');
	await settings.delete('none');
	assertEqual(await settings.entries(), [['b', '2']], 'entries');
}

async function clearSection(store: KeyValueStore): Promise<void> {
	for (const name of ['s', 'se', 'r']) await store.section(name, isString).set('a', name);
	await store.section('s', isSummary).set('b', { title: 'b', at: 1 });
	await store.section('s', isString).clear();
	await store.section('none', isString).clear();
	assertEqual(await store.section('s', isString).entries(), [], 'cleared');
	assertEqual(await store.section('s', isSummary).entries(), [], 'cleared, of another type');
	for (const name of ['se', 'r']) {
		assertEqual(await store.section(name, isString).entries(), [['a', name]], name);
	}
}

async function eraseSome(store: KeyValueStore): Promise<void> {
	for (const name of ['s', 'se', 'r'])
		for (const key of ['a', 'b']) await store.section(name, isString).set(key, name);
	await store.erase([
		{ section: 's' },
		{ section: 'r', key: 'a' },
		{ section: 'none' },
		{ section: 'r', key: 'c' }
	]);
	await store.erase([]);
	assertEqual(await store.section('s', isString).entries(), [], 'a whole section');
	assertEqual(await store.section('r', isString).entries(), [['b', 'r']], 'an entry');
	assertEqual((await store.section('se', isString).entries()).length, 2, 'others');
}

async function notStorable(store: KeyValueStore): Promise<void> {
	const anything = store.section('anything', (stored): stored is unknown => stored !== undefined);
	await anything.set('key', 'before');
	const failure = await failureOf(
		anything.set('key', () => undefined),
		'storing a function'
	);
	assert(failure instanceof StorageError && failure.reason === 'unknown', `failed with ${String(failure)}`);
	assertEqual(await anything.entries(), [['key', 'before']], 'entries');
}

async function closedStore(store: KeyValueStore): Promise<void> {
	const settings = store.section('settings', isString);
	await settings.set('a', '1');
	store.close();
	const calls = [
		() => settings.get('a'),
		() => settings.set('a', '2'),
		() => settings.delete('a'),
		() => settings.clear(),
		() => settings.entries()
	];
	for (const call of calls) {
		const failure = await failureOf(call(), 'a call of a closed store');
		assert(failure instanceof StorageError && failure.reason === 'closed', `failed with ${String(failure)}`);
	}
}

function isString(stored: unknown): stored is string {
	return typeof stored === 'string';
}

function isSummary(stored: unknown): stored is Summary {
	return typeof stored === 'object' && stored !== null && 'title' in stored && 'at' in stored;
}
