import { parseJson } from '../util/parse-json.js';

/** Longer calls, in UTF-16 units, are something else: an offer or an answer, which is not worth parsing for this. */
const MAX_CALL_LENGTH = 256;

/**
 * The peer that calls out in a room by this message of Trystero's, be it to all or, answering a call, to one; undefined
 * if the message is something else, as an offer.
 */
export function callerOf(message: string): string | undefined {
	if (message.length > MAX_CALL_LENGTH) return undefined;
	const call = parseJson(message);
	if (typeof call !== 'object' || call === null || !('peerId' in call)) return undefined;
	if ('offer' in call || 'answer' in call || 'candidate' in call) return undefined;
	return typeof call.peerId === 'string' ? call.peerId : undefined;
}
