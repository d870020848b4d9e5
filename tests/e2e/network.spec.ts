import { setTimeout as pause } from 'node:timers/promises';
import { selectedPairs } from './support/candidate-pairs.js';
import { DividedHosts } from './support/divided-hosts.js';
import { expect, test } from './support/fixtures.js';
import type { Person } from './support/person.js';
import { timeToAgree } from './support/rejoin.js';
import { TwoHosts } from './support/two-hosts.js';

/** Whatever happened to the network, two have met again by then, in milliseconds; mostly it takes a small part of it. */
const BACK_WITHIN_MS = 15_000;

const SHORT_CUT_MS = 10_000;
const LONG_CUT_MS = 60_000;

/** P23: who falls silent is given up by then, in milliseconds; the rest is for the test to look. */
const GIVEN_UP = { timeout: 9_000 };

const START = 'start';

/** Two people on two hosts, and what was written so far. */
class Pair {
	#written = 0;

	constructor(
		readonly a: Person,
		readonly b: Person
	) {}

	/** Each writes something of their own at the end. */
	async write(): Promise<void> {
		this.#written += 1;
		for (const [person, name] of [[this.a, 'a'] as const, [this.b, 'b'] as const]) {
			await person.caretTo('end');
			await person.type(` ${name}${this.#written}`);
		}
	}

	/** Both see that they are alone. */
	async areApart(): Promise<void> {
		for (const { page } of [this.a, this.b]) {
			const people = page.getByRole('list', { name: 'People', exact: true });
			await expect(people.getByRole('listitem')).toHaveCount(1, GIVEN_UP);
		}
	}

	/** Both have the same, with all that was written, and that within the time. */
	async areBack(after: string): Promise<void> {
		expect(await timeToAgree(after, this.a, this.b)).toBeLessThan(BACK_WITHIN_MS);
		const words = (await this.a.text()).trim().split(/\s+/).sort();
		const expected = ['a', 'b'].flatMap((name) =>
			Array.from({ length: this.#written }, (_, index) => `${name}${index + 1}`)
		);
		expected.push(START);
		expect(words).toEqual(expected.sort());
	}
}

async function met(a: Person, b: Person): Promise<Pair> {
	await a.createNote('Roads');
	await a.type(START);
	await b.page.goto(await a.shareLink());
	await b.editor.waitFor();
	const pair = new Pair(a, b);
	await pair.write();
	await pair.areBack('joining');
	return pair;
}

/** Runs a test on hosts, which are gone afterwards, whatever became of it. */
async function on<Hosts extends { remove(): Promise<readonly string[]> }>(
	start: Promise<Hosts>,
	task: (hosts: Hosts) => Promise<void>
): Promise<void> {
	const hosts = await start;
	try {
		await task(hosts);
	} finally {
		const problems = await hosts.remove();
		expect.soft(problems).toEqual([]);
	}
}

test('P31 two hosts are in sync again without a reload: the cable pulled, an address changed, the relay restarted', async () => {
	await on(TwoHosts.start(), async (hosts) => {
		const pair = await met(await hosts.arrive('here'), await hosts.arrive('there'));

		await hosts.cut();
		const cut = pause(SHORT_CUT_MS);
		await pair.write();
		await cut;
		await pair.areApart();
		await hosts.mend();
		await pair.areBack(`${SHORT_CUT_MS / 1_000} s without a cable`);

		await hosts.moveThere();
		await pair.write();
		await pair.areBack('a change of address');

		await hosts.server.stop();
		await hosts.cut();
		await pair.write();
		await pair.areApart();
		await hosts.mend();
		await hosts.server.start();
		await pair.areBack('a restart of the relay');

		await hosts.server.stop();
		// With the cable in, a connection may well live through a change of address.
		await hosts.cut();
		await pair.write();
		await pair.areApart();
		await hosts.moveThere();
		await hosts.server.start();
		await pair.areBack('a change of address while the relay is restarted');
	});
});

test('two hosts that do not reach each other are connected through the TURN server that config.json names', async () => {
	await on(DividedHosts.start(), async (hosts) => {
		const [a, b] = [await hosts.arrive(0), await hosts.arrive(1)];
		const pair = await met(a, b);
		await pair.write();
		await pair.areBack('writing through TURN');
		for (const { page } of [a, b]) {
			const pairs = await selectedPairs(page);
			expect(pairs).toHaveLength(1);
			for (const { local, remote } of pairs) expect([local, remote]).toContain('relay');
		}
		expect(hosts.turn.output).toContain(hosts.turn.username);
	});
});

test('P31 two hosts are in sync again after a minute without a cable', { tag: '@long-only' }, async () => {
	test.setTimeout(3 * LONG_CUT_MS);
	await on(TwoHosts.start(), async (hosts) => {
		const pair = await met(await hosts.arrive('here'), await hosts.arrive('there'));
		await hosts.cut();
		const cut = pause(LONG_CUT_MS);
		await pair.write();
		await cut;
		await hosts.mend();
		await pair.areBack(`${LONG_CUT_MS / 1_000} s without a cable`);
	});
});
