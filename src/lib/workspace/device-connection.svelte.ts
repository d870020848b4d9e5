import { natType, type NatType } from '../transport/nat-type.js';
import { probeRelay } from '../transport/probe-relay.js';
import type { MeetingConfig, RelayView } from '../transport/room.js';
import { askStunServers } from '../transport/stun-mappings.js';
import type { Clock } from '../util/clock.js';
import { hasWebRtc } from './note-room.js';
import { serverAddresses } from './own-servers.js';

/** How many of the servers that help to connect are set up. */
export interface HelpingServers {
	readonly relays: number;
	readonly stun: number;
	readonly turn: number;
	/** Nothing else than those TURN servers is used. */
	readonly onlyThroughTurn: boolean;
}

/** How this device reaches the outside, looked at when asked. */
export class DeviceConnection {
	readonly #config: () => Promise<MeetingConfig>;
	readonly #clock: Clock;
	#relays: readonly RelayView[] = $state.raw([]);
	#nat: NatType | undefined = $state.raw();
	#servers: HelpingServers | undefined = $state.raw();

	constructor(config: () => Promise<MeetingConfig>, clock: Clock) {
		this.#config = config;
		this.#clock = clock;
	}

	/** All relays that are set up, as they were when they were tried last. */
	get relays(): readonly RelayView[] {
		return this.#relays;
	}

	/** Undefined while it is looked for. */
	get nat(): NatType | undefined {
		return this.#nat;
	}

	/** Undefined before config.json was read. */
	get servers(): HelpingServers | undefined {
		return this.#servers;
	}

	/** Reads which servers are set up, and tries none. Never rejects. */
	async readServers(): Promise<void> {
		const { relays } = await this.#read();
		if (this.#relays.length === 0) this.#relays = relays.map(untried);
	}

	/** Tries each relay once. Never rejects. */
	async tryRelays(): Promise<void> {
		const { relays } = await this.#read();
		this.#relays = relays.map(untried);
		await Promise.all(relays.map((url) => this.#tryRelay(url)));
	}

	/** Looks for what stands between this device and the Internet. Never rejects. */
	async findNat(): Promise<void> {
		this.#nat = undefined;
		const { iceServers, onlyThroughTurn } = await this.#read();
		// A STUN server would see the address that the person hides.
		if (onlyThroughTurn) this.#nat = { kind: 'unknown', why: 'only-through-turn' };
		else if (!hasWebRtc()) this.#nat = { kind: 'unknown', why: 'no-webrtc' };
		else this.#nat = natType(await askStunServers(iceServers, this.#clock));
	}

	async #read(): Promise<MeetingConfig> {
		const config = await this.#config();
		const { relays, stun, turn } = serverAddresses(config);
		this.#servers = {
			relays: relays.length,
			stun: stun.length,
			turn: turn.length,
			onlyThroughTurn: config.onlyThroughTurn
		};
		return config;
	}

	async #tryRelay(url: string): Promise<void> {
		let tried: RelayView;
		try {
			const { roundTripMs } = await probeRelay(url, this.#clock);
			tried = { url, state: 'answering', roundTripMs };
		} catch (failure) {
			console.warn('a relay does not answer', failure);
			tried = { url, state: 'failing', roundTripMs: undefined };
		}
		this.#relays = this.#relays.map((relay) => (relay.url === url ? tried : relay));
	}
}

function untried(url: string): RelayView {
	return { url, state: 'connecting', roundTripMs: undefined };
}
