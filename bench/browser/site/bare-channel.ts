/** Messages of more than this fail in some browsers. */
const MAX_MESSAGE_BYTES = 64 * 1024;
/** Before each message: how many bytes are to come, itself not counted. */
const HEAD_BYTES = 4;

/** A data channel with nothing around it. Who meets whom is the bench's affair. */
export class BareChannel {
	readonly #connection = new RTCPeerConnection();
	readonly #channel = this.#connection.createDataChannel('bare', { negotiated: true, id: 1 });
	#arriving: Uint8Array<ArrayBuffer> | undefined;
	#arrived = 0;
	/** Told of each message. */
	heard: (message: Uint8Array<ArrayBuffer>) => void = () => undefined;

	constructor() {
		this.#channel.binaryType = 'arraybuffer';
		this.#channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#take(new Uint8Array(data));
	}

	async offer(): Promise<string> {
		await this.#connection.setLocalDescription(await this.#connection.createOffer());
		return await this.#gathered();
	}

	async answer(offer: string): Promise<string> {
		await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer });
		await this.#connection.setLocalDescription(await this.#connection.createAnswer());
		return await this.#gathered();
	}

	async accept(answer: string): Promise<void> {
		await this.#connection.setRemoteDescription({ type: 'answer', sdp: answer });
		if (this.#channel.readyState === 'open') return;
		await new Promise((resolve) => (this.#channel.onopen = resolve));
	}

	send(message: Uint8Array<ArrayBuffer>): void {
		const framed = new Uint8Array(HEAD_BYTES + message.length);
		new DataView(framed.buffer).setUint32(0, message.length);
		framed.set(message, HEAD_BYTES);
		for (let at = 0; at < framed.length; at += MAX_MESSAGE_BYTES)
			this.#channel.send(framed.slice(at, at + MAX_MESSAGE_BYTES));
	}

	#take(piece: Uint8Array<ArrayBuffer>): void {
		const isFirst = this.#arriving === undefined;
		const arriving = (this.#arriving ??= new Uint8Array(new DataView(piece.buffer).getUint32(0)));
		const content = isFirst ? piece.subarray(HEAD_BYTES) : piece;
		arriving.set(content, this.#arrived);
		this.#arrived += content.length;
		if (this.#arrived < arriving.length) return;
		this.#arriving = undefined;
		this.#arrived = 0;
		this.heard(arriving);
	}

	async #gathered(): Promise<string> {
		while (this.#connection.iceGatheringState !== 'complete')
			await new Promise((resolve) => {
				this.#connection.addEventListener('icegatheringstatechange', resolve, { once: true });
			});
		return this.#connection.localDescription?.sdp ?? '';
	}
}
