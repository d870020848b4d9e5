import {
	commonVersion,
	covers,
	EMPTY_VERSION,
	mergeVersions,
	sameVersion,
	type LoroPeerId,
	type Version
} from '../note/version.js';
import { StorageError } from '../storage/chunk-store.js';
import type { KeyValueSection, KeyValueStore } from '../storage/key-value.js';
import type { PeerView } from '../sync/views.js';
import type { Clock } from '../util/clock.js';
import { Paced } from '../util/paced.js';
import { shownName } from './person-name.js';
import { rightOfRole, type NoteRight } from './rights.js';
import type { DeviceCopy } from './types.js';

/** A device's word is written down at most this often, in milliseconds. */
const WRITE_INTERVAL_MS = 1_000;

/** Of so many devices is kept what they said of one note. */
const MAX_DEVICES = 64;

/** A device that was not heard of for so long, in milliseconds, may be gone, and its copy with it. */
const TRUSTED_FOR_MS = 90 * 24 * 60 * 60 * 1_000;

/** The sections of local data on one note. Stored data: never rename. */
export const receiptsSection = (noteId: string) => `receipts/${noteId}`;
export const ownEditsSection = (noteId: string) => `own-edits/${noteId}`;

/** What the name of a viewer's device ends with. */
const OF_VIEWER = '/viewer';

interface StoredReceipt {
	readonly name: string;
	readonly stored: Version;
	/** Milliseconds since 1970. */
	readonly heardAt: number;
}

/** A device's word on all that it has stored. */
export interface DeviceReceipt {
	/** Names the device: by the person that it says to be, and by what it has proven that it may do. */
	readonly device: string;
	readonly name: string;
	readonly stored: Version;
}

/** Names a device. Who a peer is, it only says: a viewer must not speak for a writer. */
export function deviceOf(person: string, right: NoteRight): string {
	return right === 'edit' ? person : `${person}${OF_VIEWER}`;
}

function rightOf(device: string): NoteRight {
	return device.endsWith(OF_VIEWER) ? 'view' : 'edit';
}

/** What the devices that are connected have stored, as far as they said so. The pages of one share its storage. */
export function receiptsOf(peers: readonly PeerView[], self: string): DeviceReceipt[] {
	const receipts = new Map<string, DeviceReceipt>();
	for (const { kind, role, presence, stored } of peers) {
		if (kind === 'tab' || presence === undefined || stored === undefined || presence.person === self)
			continue;
		const device = deviceOf(presence.person, rightOfRole(role));
		const merged = mergeVersions(receipts.get(device)?.stored ?? EMPTY_VERSION, stored);
		receipts.set(device, { device, name: shownName(presence.name), stored: merged });
	}
	return [...receipts.values()];
}

function isReceipt(value: unknown): value is StoredReceipt {
	if (typeof value !== 'object' || value === null) return false;
	const { name, stored, heardAt } = value as Partial<Record<keyof StoredReceipt, unknown>>;
	return typeof name === 'string' && stored instanceof Map && typeof heardAt === 'number';
}

function isTrue(value: unknown): value is true {
	return value === true;
}

/**
 * Who has stored how much of a note, as they said themselves: kept on the disk, so that one knows where one's words
 * are also when the others are away (docs/protocol.md, P14). The last word of a device counts, also if it is less.
 */
export class Receipts {
	readonly #devices = new Map<string, StoredReceipt>();
	readonly #writes = new Map<string, Paced<StoredReceipt>>();

	private constructor(
		private readonly receipts: KeyValueSection<StoredReceipt>,
		private readonly ownEdits: KeyValueSection<true>,
		private readonly clock: Clock,
		devices: readonly [string, StoredReceipt][],
		private readonly ownLoroPeers: Set<string>
	) {
		for (const [device, receipt] of devices) this.#devices.set(device, receipt);
	}

	/** Reads what was said of a note. @throws StorageError */
	static async load(noteId: string, store: KeyValueStore, clock: Clock): Promise<Receipts> {
		const receipts = store.section(receiptsSection(noteId), isReceipt);
		const ownEdits = store.section(ownEditsSection(noteId), isTrue);
		const [devices, own] = await Promise.all([receipts.entries(), ownEdits.entries()]);
		return new Receipts(receipts, ownEdits, clock, devices, new Set(own.map(([loroPeer]) => loroPeer)));
	}

	/** Takes a device's word on all that it has stored of a note at this version. @returns whether that is news. */
	heard({ device, name, stored: all }: DeviceReceipt, version: Version): boolean {
		// What a peer says beyond what is known here is of no use, and may be made up.
		const stored = commonVersion(all, version);
		const before = this.#devices.get(device);
		if (before?.name === name && sameVersion(before.stored, stored)) return false;
		const receipt: StoredReceipt = { name, stored, heardAt: Date.now() };
		this.#devices.set(device, receipt);
		if (this.#devices.size > MAX_DEVICES) this.#forgetOldest();
		if (!this.#devices.has(device)) return false;
		let write = this.#writes.get(device);
		if (write === undefined) {
			write = new Paced(this.clock, WRITE_INTERVAL_MS, (latest) => this.#write(device, latest));
			this.#writes.set(device, write);
		}
		write.offer(receipt);
		return true;
	}

	/** Notes that this device writes under a Loro peer id. */
	writesAs(loroPeer: LoroPeerId): void {
		if (this.ownLoroPeers.has(loroPeer)) return;
		this.ownLoroPeers.add(loroPeer);
		this.#settle(this.ownEdits.set(loroPeer, true));
	}

	/** The Loro peers under which this device has written, those of other tabs too as far as they can be read. */
	async readWriters(): Promise<ReadonlySet<string>> {
		try {
			for (const [loroPeer] of await this.ownEdits.entries()) this.ownLoroPeers.add(loroPeer);
		} catch (failure) {
			if (!(failure instanceof StorageError)) throw failure;
			console.warn('what other tabs wrote could not be read', failure.reason);
		}
		return this.ownLoroPeers;
	}

	/**
	 * The devices that have something of a note at this version, those heard last first. `recorded`: the Loro peers under
	 * which the note itself says that this person wrote: those of other tabs, and any of which no word was kept. A viewer's word is
	 * left out once its person was heard as a writer: it was upgraded, or is not that person.
	 */
	copies(version: Version, recorded: readonly string[] = []): DeviceCopy[] {
		const ownLoroPeers = new Set([...this.ownLoroPeers, ...recorded]);
		const own = new Map([...version].filter(([loroPeer]) => ownLoroPeers.has(loroPeer)));
		const devices = [...this.#devices].filter(([device, { heardAt }]) => !this.#isOutdated(device, heardAt));
		const copies = devices.map(([device, { name, stored, heardAt }]) => ({
			device,
			name,
			right: rightOf(device),
			hasLastEdit: own.size > 0 && covers(stored, own) && Date.now() - heardAt < TRUSTED_FOR_MS,
			hasAll: covers(stored, version),
			heardAt
		}));
		return copies.sort((a, b) => b.heardAt - a.heardAt);
	}

	/** Writes down at once what waits for that. */
	close(): void {
		for (const write of this.#writes.values()) write.flush();
		for (const write of this.#writes.values()) write.stop();
	}

	#isOutdated(device: string, heardAt: number): boolean {
		if (rightOf(device) === 'edit') return false;
		const asWriter = this.#devices.get(device.slice(0, -OF_VIEWER.length));
		return asWriter !== undefined && asWriter.heardAt >= heardAt;
	}

	/** However many viewers there are, they displace nobody who may write. */
	#forgetOldest(): void {
		const viewers = [...this.#devices].filter(([device]) => rightOf(device) === 'view');
		const devices = viewers.length > 0 ? viewers : [...this.#devices];
		const [oldest] = devices.sort(([, a], [, b]) => a.heardAt - b.heardAt);
		if (oldest === undefined) return;
		const [device] = oldest;
		this.#devices.delete(device);
		this.#writes.get(device)?.stop();
		this.#writes.delete(device);
		this.#settle(this.receipts.delete(device));
	}

	#write(device: string, receipt: StoredReceipt): void {
		this.#settle(this.receipts.set(device, receipt));
	}

	/**
	 * Without it on the disk, less is claimed after a restart than is true, which harms nobody; and what this device
	 * wrote is told by the note itself as well.
	 */
	#settle(writing: Promise<void>): void {
		writing.catch((failure: unknown) => {
			if (!(failure instanceof StorageError)) throw failure;
			console.warn('a receipt could not be kept', failure.reason);
		});
	}
}
