import { DecodeError } from '../protocol/codec.js';
import { PairingCodeError } from '../crypto/pairing-code.js';
import type { Channel } from '../transport/channel.js';
import { DirectLinkError, type DirectLink } from '../transport/direct-link.js';
import { PAIRING_LIFETIME_MS } from '../transport/limits.js';
import type { Clock } from '../util/clock.js';
import { Timers } from '../util/timers.js';
import type { DerivedNoteKeys } from './note-keys.js';
import type { PairingFailure, PairingImpediment, PairingPhase, PairingTry } from './pairing-types.js';

/** What a try to connect without a relay needs. */
export interface PairingTools {
	readonly keys: DerivedNoteKeys;
	readonly clock: Clock;
	/** Milliseconds since 1970: the devices compare them. */
	wallClock(): number;
	/** What forbids connections of this kind on this device. */
	impediment(): Promise<PairingImpediment | undefined>;
	makeLink(): DirectLink;
	/** Takes the channel of a try that succeeded. */
	connected(channel: Channel): void;
}

/** Ends a try for a reason that no layer below knows of. */
export class PairingError extends Error {
	override readonly name = 'PairingError';

	constructor(readonly reason: PairingFailure) {
		super(`no direct connection: ${reason}`);
	}
}

/** What both ends of a try have in common: one link, one phase after another, and an end. */
export abstract class Pairing implements PairingTry {
	readonly #tools: PairingTools;
	readonly #timers: Timers;
	#link: DirectLink | undefined;
	#phase: PairingPhase = $state('preparing');
	#code: string | undefined = $state();
	#failure: PairingFailure = $state('unknown');

	protected constructor(tools: PairingTools) {
		this.#tools = tools;
		this.#timers = new Timers(tools.clock);
	}

	get phase(): PairingPhase {
		return this.#phase;
	}

	get code(): string | undefined {
		return this.#code;
	}

	get failure(): PairingFailure {
		return this.#failure;
	}

	close(): void {
		if (this.#isOver()) return;
		this.#end('closed');
	}

	/** Makes what the other device has to scan. What goes wrong is the failure of the try. */
	protected begin(makeCode: (link: DirectLink) => Promise<string>): void {
		this.#prepare(makeCode).catch((failure: unknown) => this.failBy(failure));
	}

	protected get tools(): PairingTools {
		return this.#tools;
	}

	protected get link(): DirectLink | undefined {
		return this.#link;
	}

	/** The answer was taken: the rest is the devices' business, and takes so many milliseconds at most. */
	protected connecting(timeoutMs: number): void {
		this.#phase = 'connecting';
		this.#timers.cancelAll();
		this.#timers.after(timeoutMs, () => this.fail('not-reached'));
	}

	protected fail(reason: PairingFailure): void {
		if (this.#isOver()) return;
		this.#failure = reason;
		this.#end('failed');
	}

	protected failBy(failure: unknown): void {
		if (this.#isOver()) return;
		console.warn('no direct connection', failure);
		this.fail(reasonOf(failure));
	}

	#isOver(): boolean {
		return this.#phase === 'connected' || this.#phase === 'failed' || this.#phase === 'closed';
	}

	async #prepare(makeCode: (link: DirectLink) => Promise<string>): Promise<void> {
		const impediment = await this.#tools.impediment();
		if (impediment !== undefined) throw new PairingError(impediment);
		// It may have been closed meanwhile, here and below.
		if (this.#isOver()) return;
		const link = this.#tools.makeLink();
		this.#link = link;
		link.onOpen((channel) => this.#opened(channel));
		const code = await makeCode(link);
		if (this.#isOver()) return;
		this.#code = code;
		this.#phase = 'showing';
		this.#timers.after(PAIRING_LIFETIME_MS, () => this.fail('expired'));
	}

	#opened(channel: Channel): void {
		if (this.#isOver()) {
			channel.giveUp();
			return;
		}
		this.#end('connected');
		this.#tools.connected(channel);
	}

	#end(phase: 'connected' | 'failed' | 'closed'): void {
		this.#phase = phase;
		this.#code = undefined;
		this.#timers.cancelAll();
		this.#link?.abandon();
		this.#link = undefined;
	}
}

function reasonOf(failure: unknown): PairingFailure {
	if (failure instanceof DirectLinkError || failure instanceof PairingError) return failure.reason;
	if (failure instanceof PairingCodeError) return failure.reason === 'newer' ? 'newer' : 'damaged';
	return failure instanceof DecodeError ? 'damaged' : 'unknown';
}
