import type { Page } from '@playwright/test';
import { SYNC_CHANNEL_ID, SYNC_CHANNEL_LABEL } from '../../../src/lib/transport/limits.js';
import type { MemberSignals, Signal } from './signalling.js';

/** What was seen on the `loro-sync` channel between two victims. */
export interface Overheard {
	/** The frames, in base64. */
	readonly frames: readonly string[];
	/** How many of its two ends were open at some time. */
	readonly opened: number;
}

/** What runs in the page. */
interface Between {
	/** @returns the SDP of the offer for the other victim */
	offer(id: string, sdp: string): Promise<string>;
	/** @returns the SDP of the answer for the first one */
	answer(id: string, sdp: string): Promise<string>;
	candidate(id: string, end: 'offerer' | 'answerer', candidate: string): Promise<void>;
	readonly overheard: { frames: string[]; opened: number };
	end(): void;
}

/**
 * A member who also has the relay: answers each page's offer with a connection of its own, and passes every byte on between the
 * two that it ends. With real connections, in a page of its own.
 */
export class ManInTheMiddle {
	readonly #offerers = new Map<string, string>();

	private constructor(
		private readonly page: Page,
		private readonly signals: MemberSignals
	) {}

	static async at(page: Page, signals: MemberSignals): Promise<ManInTheMiddle> {
		await page.evaluate(standBetween, { id: SYNC_CHANNEL_ID, label: SYNC_CHANNEL_LABEL });
		return new ManInTheMiddle(page, signals);
	}

	/** What is passed on in the place of a signal. */
	readonly tamper = async ({ kind, peer, offer, cipher }: Signal): Promise<string | undefined> => {
		const sdp = await this.signals.read(cipher);
		if (kind === 'offer') this.#offerers.set(offer, peer);
		const end = this.#offerers.get(offer) === peer ? 'offerer' : 'answerer';
		const own = await this.page.evaluate(
			async ([what, id, from, text]) => {
				const { between } = globalThis as unknown as { between: Between };
				if (what !== 'candidate') return await between[what](id, text);
				await between.candidate(id, from, text);
				return undefined;
			},
			[kind, offer, end, sdp] as const
		);
		return own === undefined ? undefined : await this.signals.write(own);
	};

	async overheard(): Promise<Overheard> {
		return await this.page.evaluate(() => (globalThis as unknown as { between: Between }).between.overheard);
	}

	/** Ends all its connections. */
	async end(): Promise<void> {
		await this.page.evaluate(() => (globalThis as unknown as { between: Between }).between.end());
	}
}

/** Runs in the page. */
function standBetween(sync: { id: number; label: string }): void {
	interface Pair {
		readonly offerer: RTCPeerConnection;
		readonly answerer: RTCPeerConnection;
	}
	const pairs = new Map<string, Pair>();
	const overheard = { frames: [] as string[], opened: 0 };

	const hear = (data: unknown) => {
		const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new TextEncoder().encode(String(data));
		overheard.frames.push(btoa(String.fromCharCode(...bytes)));
	};
	/** What comes in before the other end is open waits for it. */
	const pass = (from: RTCDataChannel, to: RTCDataChannel, heard?: (data: unknown) => void) => {
		const waiting: ArrayBuffer[] = [];
		from.binaryType = 'arraybuffer';
		from.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
			heard?.(data);
			if (to.readyState === 'open') to.send(data);
			else waiting.push(data);
		};
		to.addEventListener('open', () => {
			for (const data of waiting.splice(0)) to.send(data);
		});
	};
	const join = (a: RTCDataChannel, b: RTCDataChannel, heard?: (data: unknown) => void) => {
		pass(a, b, heard);
		pass(b, a, heard);
	};
	const syncChannel = (end: RTCPeerConnection) => {
		const channel = end.createDataChannel(sync.label, { negotiated: true, id: sync.id, ordered: true });
		channel.addEventListener('open', () => (overheard.opened += 1));
		return channel;
	};
	const gathered = async (connection: RTCPeerConnection) => {
		if (connection.iceGatheringState !== 'complete') {
			await new Promise<void>((resolve) => {
				connection.onicegatheringstatechange = () => {
					if (connection.iceGatheringState === 'complete') resolve();
				};
			});
		}
		return connection.localDescription?.sdp ?? '';
	};
	const between: Between = {
		overheard,
		async offer(id, sdp) {
			const pair = { offerer: new RTCPeerConnection(), answerer: new RTCPeerConnection() };
			pairs.set(id, pair);
			join(syncChannel(pair.offerer), syncChannel(pair.answerer), hear);
			const trystero = pair.answerer.createDataChannel('data');
			pair.offerer.ondatachannel = ({ channel }) => join(channel, trystero);
			await pair.offerer.setRemoteDescription({ type: 'offer', sdp });
			await pair.answerer.setLocalDescription();
			return await gathered(pair.answerer);
		},
		async answer(id, sdp) {
			const pair = pairs.get(id);
			if (pair === undefined) return '';
			await pair.answerer.setRemoteDescription({ type: 'answer', sdp });
			await pair.offerer.setLocalDescription();
			return await gathered(pair.offerer);
		},
		async candidate(id, end, candidate) {
			await pairs.get(id)?.[end].addIceCandidate(JSON.parse(candidate) as RTCIceCandidateInit);
		},
		end() {
			for (const { offerer, answerer } of pairs.values()) {
				offerer.close();
				answerer.close();
			}
		}
	};
	Object.assign(globalThis, { between });
}
