import { expect, it } from 'vitest';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '$lib/util/ip-address.js';

it.each([
	['192.0.2.2', [192, 0, 2, 2]],
	['0.0.0.0', [0, 0, 0, 0]],
	['255.255.255.255', [255, 255, 255, 255]]
])('reads and writes %s', (text, bytes) => {
	expect(parseIpv4(text)).toEqual(Uint8Array.from(bytes));
	expect(formatIpv4(Uint8Array.from(bytes))).toBe(text);
});

it.each([
	'',
	'1.2.3',
	'1.2.3.4.5',
	'1.2.3.',
	'.1.2.3',
	'256.0.0.1',
	'01.2.3.4',
	'1.2.3.4 ',
	'1..2.3',
	'a.b.c.d'
])('“%s” is no IPv4 address', (text) => {
	expect(parseIpv4(text)).toBeUndefined();
});

it.each([
	['fd00::2', 'fd00:0:0:0:0:0:0:2'],
	['::', '0:0:0:0:0:0:0:0'],
	['::1', '0:0:0:0:0:0:0:1'],
	['1::', '1:0:0:0:0:0:0:0'],
	['2001:DB8:0:1:2:3:4:5', '2001:db8:0:1:2:3:4:5'],
	['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0']
])('reads %s and writes it in full', (text, full) => {
	const bytes = parseIpv6(text);
	expect(bytes).toHaveLength(16);
	expect(formatIpv6(bytes ?? new Uint8Array())).toBe(full);
	expect(parseIpv6(full)).toEqual(bytes);
});

it.each([
	'',
	':',
	':::',
	'1',
	'1:2:3:4:5:6:7',
	'1:2:3:4:5:6:7:8:9',
	'1:2:3:4:5:6:7:8::',
	'::1::',
	'fe80::1%eth0',
	'::ffff:192.0.2.2',
	'12345::',
	'g::',
	'1:2:3:4:5:6:7:'
])('“%s” is no IPv6 address that is taken', (text) => {
	expect(parseIpv6(text)).toBeUndefined();
});
