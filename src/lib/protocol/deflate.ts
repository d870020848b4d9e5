import { deflateSync, Inflate } from 'fflate';
import type { Bytes } from '../util/bytes.js';
import { DecodeError } from './codec.js';
import { INFLATE_STEP_BYTES, MAX_DEFLATED_UPDATE_BYTES, MIN_DEFLATED_UPDATE_BYTES } from './limits.js';

/** Middling: a level more makes an update of 10 KB smaller by a hundredth, and takes twice the time. */
const LEVEL = 6;

/**
 * The bytes deflated (RFC 1951), or undefined if they are to be sent as they are: they are too few to gain by it, so many
 * that it would hold up the page, or do not become fewer.
 */
export function deflated(bytes: Uint8Array): Bytes | undefined {
	if (bytes.length < MIN_DEFLATED_UPDATE_BYTES || bytes.length > MAX_DEFLATED_UPDATE_BYTES) return undefined;
	const fewer = deflateSync(bytes, { level: LEVEL });
	return fewer.length < bytes.length ? fewer : undefined;
}

/**
 * What `deflated` made of so many bytes. No more is ever inflated than is announced and one step, and no byte is left over.
 *
 * @throws DecodeError
 */
export function inflated(bytes: Uint8Array, length: number): Bytes {
	if (length < MIN_DEFLATED_UPDATE_BYTES || length > MAX_DEFLATED_UPDATE_BYTES || bytes.length >= length) {
		throw new DecodeError('deflated without need');
	}
	const content = new Uint8Array(length);
	if (!inflateInto(content, bytes)) throw new DecodeError('a deflated update of another length');
	// The last byte has a part of the end of the stream: if it can be missed, it is none.
	if (inflateInto(new Uint8Array(length), bytes.subarray(0, -1))) throw new DecodeError('trailing bytes');
	return content;
}

/** Whether the bytes are one whole stream of as much as there is room for. */
function inflateInto(content: Uint8Array, bytes: Uint8Array): boolean {
	const got = { bytes: 0, isAll: false };
	const inflate = new Inflate((chunk, isLast) => {
		if (got.bytes + chunk.length > content.length)
			throw new DecodeError('a deflated update longer than announced');
		content.set(chunk, got.bytes);
		got.bytes += chunk.length;
		got.isAll = isLast;
	});
	try {
		for (let at = 0; at < bytes.length; at += INFLATE_STEP_BYTES) {
			const next = at + INFLATE_STEP_BYTES;
			inflate.push(bytes.subarray(at, next), next >= bytes.length);
		}
	} catch (failure) {
		if (failure instanceof DecodeError) throw failure;
		return false;
	}
	return got.isAll && got.bytes === content.length;
}
