import type { Bytes } from './bytes.js';

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const GROUPS = 8;
const GROUP = /^[0-9a-f]{1,4}$/i;

/** The 4 bytes of an IPv4 address in dotted decimal, or undefined if it is none. */
export function parseIpv4(text: string): Bytes | undefined {
	return IPV4.test(text) ? Uint8Array.from(text.split('.'), Number) : undefined;
}

export function formatIpv4(bytes: Uint8Array): string {
	return bytes.join('.');
}

/** The 16 bytes of an IPv6 address, or undefined if it is none. A zone, or an IPv4 address within, is not taken. */
export function parseIpv6(text: string): Bytes | undefined {
	const halves = text.split('::');
	const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
	if (halves.length > 2) return undefined;
	const missing = GROUPS - head.length - (tail?.length ?? 0);
	if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
	const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
	if (!groups.every((group) => GROUP.test(group))) return undefined;
	const numbers = groups.map((group) => Number.parseInt(group, 16));
	return Uint8Array.from(numbers.flatMap((number) => [number >> 8, number & 0xff]));
}

/** All eight groups, without the short form for zeros. */
export function formatIpv6(bytes: Uint8Array): string {
	const groups = Array.from({ length: GROUPS }, (_, index) =>
		(((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16)
	);
	return groups.join(':');
}
