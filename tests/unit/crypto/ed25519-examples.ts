import { createHash } from 'node:crypto';
import { Point, utils } from '@noble/ed25519';
import { nobleEngine, webCryptoEngine, type Ed25519Engine } from '$lib/crypto/ed25519-engines.js';
import { concatBytes, fromLittleEndian, type Bytes } from '$lib/util/bytes.js';

/** Both implementations that a page may choose from. */
export const ENGINES: readonly (readonly [string, Ed25519Engine])[] = [
	['WebCrypto', webCryptoEngine(crypto.subtle)],
	['noble', nobleEngine]
];

/** RFC 8032, section 7.1: the secret, the public key, the message and the signature of tests 1, 2, 3 and SHA(abc). */
export const RFC_8032 = [
	[
		'9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
		'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
		'',
		'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
	],
	[
		'4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
		'3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
		'72',
		'92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
	],
	[
		'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
		'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
		'af82',
		'6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'
	],
	[
		'833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
		'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
		'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
		'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704'
	]
] as const;

/** The order of the group that honest keys are in. */
export const ORDER = Point.CURVE().n;

/** A point of order 8. */
const TORSION = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');

/** What some implementation may take for a point of small order; the last six are no canonical encodings. */
export const SMALL_ORDER = [
	'0100000000000000000000000000000000000000000000000000000000000000',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0000000000000000000000000000000000000000000000000000000000000080',
	'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
	'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
	'0100000000000000000000000000000000000000000000000000000000000080',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
	'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
	'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'
];

/** A number below 2²⁵⁶ as 32 bytes, the least significant first. */
export function littleEndian(number: bigint): Bytes {
	return Uint8Array.from({ length: 32 }, (_, index) => Number((number >> BigInt(8 * index)) & 0xffn));
}

export interface SignedMessage {
	readonly publicKey: Bytes;
	readonly signature: Bytes;
}

/**
 * A message signed by one who departs from RFC 8032: with a nonce of its own choice and, if so asked, with a part of
 * small order added to the key or to R. Only such challenges are used as `accept` takes.
 */
export async function signOddly(
	secret: Bytes,
	message: Bytes,
	mixed: 'key' | 'R' | 'nothing',
	accept: (challenge: bigint) => boolean = () => true
): Promise<SignedMessage> {
	const { scalar, point } = await utils.getExtendedPublicKeyAsync(secret);
	const publicKey = new Uint8Array((mixed === 'key' ? point.add(TORSION) : point).toBytes());
	for (let nonce = 1n; ; nonce += 1n) {
		const plain = Point.BASE.multiply(nonce);
		const r = (mixed === 'R' ? plain.add(TORSION) : plain).toBytes();
		const hash = createHash('sha512').update(r).update(publicKey).update(message).digest();
		const challenge = fromLittleEndian(hash) % ORDER;
		if (!accept(challenge)) continue;
		return { publicKey, signature: concatBytes(r, littleEndian((nonce + challenge * scalar) % ORDER)) };
	}
}
