import { LoroDoc, LoroList, LoroMap, LoroText } from 'loro-crdt';

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** How often some work calls a document of Loro, or a container of one. */
export function loroCallsOf(work: () => void): number {
	let calls = 0;
	const restore: (() => void)[] = [];
	for (const { prototype } of [LoroDoc, LoroMap, LoroText, LoroList]) {
		for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
			const method = property.value as Method | undefined;
			if (typeof method !== 'function' || name === 'constructor') continue;
			restore.push(() => Object.defineProperty(prototype, name, property));
			Object.defineProperty(prototype, name, {
				...property,
				value(this: unknown, ...given: unknown[]) {
					calls += 1;
					return method.apply(this, given);
				}
			});
		}
	}
	try {
		work();
	} finally {
		for (const each of restore) each();
	}
	return calls;
}
