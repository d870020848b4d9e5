import { m } from '$lib/paraglide/messages.js';
import { getLocale, getTextDirection } from '$lib/paraglide/runtime.js';
import { directionOf, isolated } from '$lib/util/direction.js';
import type { StorageFailure } from '$lib/storage/chunk-store.js';
import type { NoteRight } from '$lib/workspace/rights.js';
import type { ConnectionState, SyncStatus } from '$lib/workspace/types.js';

const WHY: Readonly<Record<ConnectionState, (() => string) | undefined>> = {
	private: undefined,
	'in-trash': m.status_why_in_trash,
	'reaching-relay': m.status_why_reaching_relay,
	meeting: m.status_why_meeting,
	greeting: m.status_why_greeting,
	'readers-only': m.status_why_readers_only,
	offline: m.status_why_offline,
	'no-relay': m.status_why_no_relay,
	'no-webrtc': m.status_why_no_webrtc,
	outdated: m.status_why_outdated,
	'peer-outdated': m.status_why_peer_outdated
};

const NOT_SAVED: Readonly<Record<StorageFailure, () => string>> = {
	quota: m.status_not_saved_quota,
	closed: m.status_not_saved_closed,
	blocked: m.status_not_saved_blocked,
	busy: m.status_not_saved_unknown,
	outdated: m.status_not_saved_outdated,
	unavailable: m.status_not_saved_unavailable,
	unknown: m.status_not_saved_unknown
};

/** What stands in the way of others, or undefined if nothing does. */
export function connectionText(why: ConnectionState): string | undefined {
	return WHY[why]?.();
}

/** Names as a sentence lists them: "Ada, Grace and Alan". They keep their order where some are written the other way than the sentence. */
export function listNames(names: readonly string[]): string {
	const direction = getTextDirection();
	const areMixed = names.some((name) => (directionOf(name) ?? direction) !== direction);
	return new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(
		areMixed ? names.map(isolated) : names
	);
}

function withWhy(state: string, why: ConnectionState): string {
	const reason = connectionText(why);
	return reason === undefined ? state : m.status_with_why({ state, reason });
}

function savedText(why: ConnectionState, copies: number): string {
	const onOthers = copies > 0 ? m.status_copies({ count: copies }) : undefined;
	const sentences = [onOthers, connectionText(why)].filter((sentence) => sentence !== undefined);
	if (sentences.length === 0) return m.status_saved();
	let text: string = m.status_saved_sentence();
	for (const sentence of sentences) text = m.status_with_why({ state: text, reason: sentence });
	return text;
}

/**
 * The status as a person with this right reads it. How it starts is a contract (DESIGN.md, names): where there is something to
 * view, a viewer is told so first.
 */
export function statusText(status: SyncStatus, right: NoteRight): string {
	const text = stateText(status);
	return right === 'view' && status.kind !== 'waiting' ? m.status_view_only({ status: text }) : text;
}

/** The same where there is little room, as on a phone beside the people of the note: of several whom one is synced with, how many. */
export function shortStatusText(status: SyncStatus, right: NoteRight): string {
	if (status.kind !== 'synced' || status.names.length < 2) return statusText(status, right);
	const text = m.status_synced_count({ count: status.names.length });
	return right === 'view' ? m.status_view_only({ status: text }) : text;
}

function stateText(status: SyncStatus): string {
	switch (status.kind) {
		case 'not-saved':
			return NOT_SAVED[status.reason]();
		case 'saving':
			return m.status_saving();
		case 'waiting':
			return withWhy(m.status_waiting(), status.why);
		case 'connecting':
			return withWhy(m.status_connecting(), status.why);
		case 'saved':
			return savedText(status.why, status.copies);
		case 'synced':
			return m.status_synced({ names: listNames(status.names) });
	}
}
