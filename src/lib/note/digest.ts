import { sha256 } from '@noble/hashes/sha2.js';
import { LoroText, type ContainerID, type LoroDoc } from 'loro-crdt';
import type { Bytes } from '../util/bytes.js';
import { AUTHORS, BODY, META } from './schema.js';

/** Length in bytes of a content digest: enough that two contents never share one by chance or by effort. */
export const DIGEST_BYTES = 16;

/** What a value is written as begins with one of these. They are part of the protocol: never renumber. */
const TAG = { nothing: 0, false: 1, true: 2, number: 3, text: 4, bytes: 5, list: 6, map: 7 } as const;

/** Under one name there may be roots of several types, of which Loro lists any one. These are a note's own. */
const OWN_ROOTS: Readonly<Record<string, ContainerID>> = {
	[BODY]: `cid:root-${BODY}:Text`,
	[META]: `cid:root-${META}:Map`,
	[AUTHORS]: `cid:root-${AUTHORS}:Map`
};

const LENGTH_BYTES = 4;
const utf8 = new TextEncoder();

type Hash = ReturnType<typeof sha256.create>;

/**
 * The digest of a document's content, to be compared by those who have the same version: the first 16 bytes of the
 * SHA-256 of all root containers in a canonical form, where maps are sorted by key (in UTF-16 units), numbers are
 * IEEE 754 doubles and text is UTF-8. It does not depend on who wrote what and in which order, nor on which empty
 * root containers were looked at. Formatting of text is left out, and so are containers of types that Loro does not know:
 * whoever may write can put them there, and that must not keep anybody from telling what the note looks like.
 */
export function contentDigest(doc: LoroDoc): Bytes {
	const hash = sha256.create();
	const roots: Record<string, unknown> = {};
	for (const [name, id] of Object.entries(doc.getShallowValue())) {
		const own = OWN_ROOTS[name] === undefined ? undefined : rootValue(doc, OWN_ROOTS[name]);
		const value = isEmpty(own) ? rootValue(doc, id) : own;
		if (!isEmpty(value)) roots[name] = value;
	}
	hashValue(hash, roots);
	return hash.digest().slice(0, DIGEST_BYTES);
}

/** Undefined for a container of a type that this Loro does not know, of which it says so by throwing a string. */
function rootValue(doc: LoroDoc, id: ContainerID): unknown {
	try {
		const container = doc.getContainerById(id);
		return container instanceof LoroText ? container.toString() : container?.toJSON();
	} catch (failure) {
		if (failure instanceof Error) throw failure;
		return undefined;
	}
}

function isEmpty(value: unknown): boolean {
	if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
	return value === undefined || value === '' || value === 0;
}

function hashValue(hash: Hash, value: unknown): void {
	if (typeof value === 'boolean') hashHead(hash, value ? TAG.true : TAG.false, 0);
	else if (typeof value === 'number') hashNumber(hash, value);
	else if (typeof value === 'string') hashBytes(hash, TAG.text, utf8.encode(value));
	else if (value instanceof Uint8Array) hashBytes(hash, TAG.bytes, value);
	else if (Array.isArray(value)) {
		hashHead(hash, TAG.list, value.length);
		for (const item of value as unknown[]) hashValue(hash, item);
	} else if (typeof value === 'object' && value !== null) hashMap(hash, value);
	else hashHead(hash, TAG.nothing, 0);
}

function hashMap(hash: Hash, map: object): void {
	const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
	hashHead(hash, TAG.map, entries.length);
	for (const [key, value] of entries) {
		hashValue(hash, key);
		hashValue(hash, value);
	}
}

function hashNumber(hash: Hash, value: number): void {
	const double = new DataView(new ArrayBuffer(8));
	double.setFloat64(0, value);
	hashBytes(hash, TAG.number, new Uint8Array(double.buffer));
}

function hashBytes(hash: Hash, tag: number, bytes: Uint8Array): void {
	hashHead(hash, tag, bytes.length);
	hash.update(bytes);
}

function hashHead(hash: Hash, tag: number, length: number): void {
	const head = new DataView(new ArrayBuffer(1 + LENGTH_BYTES));
	head.setUint8(0, tag);
	head.setUint32(1, length);
	hash.update(new Uint8Array(head.buffer));
}
