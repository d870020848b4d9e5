import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { ChannelStats } from '$lib/transport/channel.js';
import type { NatType, UnknownNat } from '$lib/transport/nat-type.js';
import type { RelayView } from '$lib/transport/room.js';
import type { KeepingPromise, StorageRoom } from '$lib/workspace/storage-safety.svelte.js';
import type { DeviceCopy } from '$lib/workspace/types.js';
import { byteText, SOME_BYTES } from './byte-text.js';
import type { CameraState } from './camera-state.js';
import { copyText } from './copy-text.js';
import { exactDate, relativeDate } from './relative-date.js';
import { serverName } from './server-name.js';

const UNKNOWN_NAT: Readonly<Record<UnknownNat, () => string>> = {
	'no-webrtc': m.connection_nat_no_webrtc,
	'only-through-turn': m.connection_nat_only_turn,
	'no-server': m.connection_nat_no_server,
	'one-server': m.connection_nat_one_server,
	'one-answer': m.connection_nat_one_answer
};

const CAMERA: Readonly<Record<CameraState, () => string>> = {
	allowed: m.connection_camera_allowed,
	ask: m.connection_camera_ask,
	refused: m.connection_camera_refused,
	missing: m.connection_camera_missing,
	insecure: m.connection_camera_insecure,
	unsupported: m.connection_camera_unsupported
};

/** What stands between this device and the Internet. `turnServers`: how many are set up. */
export function natText(nat: NatType, turnServers: number, online: boolean): string {
	if (nat.kind === 'unknown') return UNKNOWN_NAT[nat.why]();
	if (nat.kind === 'blocked' && !online) return m.connection_nat_offline();
	if (nat.kind === 'open') return m.connection_nat_open();
	if (nat.kind === 'same-for-everyone') return m.connection_nat_same();
	const state = nat.kind === 'blocked' ? m.connection_nat_blocked() : m.connection_nat_different();
	const reason = turnServers > 0 ? m.connection_nat_turn() : m.connection_nat_no_turn();
	return m.status_with_why({ state, reason });
}

export function cameraText(camera: CameraState): string {
	return CAMERA[camera]();
}

/** The relay's host; its address may hold what is nobody's business. */
export function relayName({ url }: RelayView): string {
	return serverName(url) ?? m.connection_relay_at_address();
}

export function relayText({ state, roundTripMs }: RelayView): string {
	if (state === 'connecting') return m.connection_relay_connecting();
	if (state === 'failing') return m.connection_relay_failing();
	return roundTripMs === undefined ? m.connection_relay_answers() : millisecondsText(roundTripMs);
}

export function wayText(stats: ChannelStats | undefined): string {
	if (stats === undefined) return m.connection_way_unknown();
	return stats.path === 'direct' ? m.connection_way_direct() : m.connection_way_relayed();
}

export function roundTripText(stats: ChannelStats | undefined): string {
	return stats?.roundTripMs === undefined ? m.connection_not_measured() : millisecondsText(stats.roundTripMs);
}

/** The word of a device on what it has stored, and when it said so. */
export function receiptText(copy: DeviceCopy | undefined): string {
	if (copy === undefined) return m.connection_receipt_none();
	return m.connection_receipt_text({ what: copyText(copy), when: relativeDate(copy.heardAt, Date.now()) });
}

/** A moment of today by its time alone. */
export function sinceText(at: number): string {
	if (new Date(at).toDateString() !== new Date().toDateString()) return exactDate(at);
	return new Intl.DateTimeFormat(getLocale(), { timeStyle: 'short' }).format(at);
}

/** What `storageText` is most likely to say. */
export function likelyStorageText(): string {
	const state = m.connection_storage_used({ usage: SOME_BYTES, quota: SOME_BYTES });
	return m.status_with_why({ state, reason: m.connection_storage_not_kept() });
}

export function storageText(room: StorageRoom | undefined, promise: KeepingPromise): string {
	const used =
		room === undefined
			? m.storage_usage_unknown()
			: m.connection_storage_used({ usage: byteText(room.usage), quota: byteText(room.quota) });
	if (promise === 'unknown') return used;
	const reason = promise === 'given' ? m.connection_storage_kept() : m.connection_storage_not_kept();
	return m.status_with_why({ state: used, reason });
}

function millisecondsText(milliseconds: number): string {
	if (milliseconds < 1) return m.connection_under_1_ms();
	return m.connection_ms({ ms: new Intl.NumberFormat(getLocale()).format(Math.round(milliseconds)) });
}
