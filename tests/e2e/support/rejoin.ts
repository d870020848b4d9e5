import { expect } from '@playwright/test';
import type { Person } from './person.js';

/** How long two may take to find each other again at all, in milliseconds. */
const LONGEST_MS = 45_000;
const LOOK_EVERY_MS = [25];

async function areEqual(a: Person, b: Person): Promise<boolean> {
	const [ofA, ofB, textA, textB] = await Promise.all([
		a.status.textContent(),
		b.status.textContent(),
		a.text(),
		b.text()
	]);
	return textA === textB && [ofA, ofB].every((status) => status?.trim().startsWith('Synced with') === true);
}

/** Waits until two have the same text and say so, and tells how long that took from now on, in milliseconds. */
export async function timeToAgree(after: string, a: Person, b: Person): Promise<number> {
	const began = performance.now();
	await expect.poll(() => areEqual(a, b), { timeout: LONGEST_MS, intervals: LOOK_EVERY_MS }).toBe(true);
	const took = Math.round(performance.now() - began);
	console.warn(`rejoined in ${took} ms after ${after}`);
	return took;
}
