import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';

interface Address {
	readonly address: string;
	readonly port: number;
}

const HEADER_BYTES = 20;
const TRANSACTION_AT = 4;
const BINDING_RESPONSE = 0x0101;
const XOR_MAPPED_ADDRESS = 0x0020;
const ATTRIBUTE_BYTES = 8;
const IPV4 = 1;
const MAGIC_COOKIE = 0x2112a442;

/** The address of this machine that browsers connect from; they leave the loopback interface alone. */
function ownAddress(): string {
	const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
	return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}

/** A STUN server (RFC 8489) on this machine, which tells whoever asks that it sees them as a test wants it to. */
export class StunServer {
	private constructor(private readonly socket: Socket) {}

	/** `seenAs`: what to tell somebody who asks from an address; undefined: nothing. */
	static async start(seenAs: (asker: Address) => Address | undefined): Promise<StunServer> {
		const socket = createSocket('udp4');
		socket.on('message', (request, asker) => {
			const seen = seenAs(asker);
			if (seen !== undefined) socket.send(response(request, seen), asker.port, asker.address);
		});
		socket.bind(0, ownAddress());
		await once(socket, 'listening');
		return new StunServer(socket);
	}

	get url(): string {
		const { address, port } = this.socket.address();
		return `stun:${address}:${port}`;
	}

	stop(): void {
		this.socket.close();
	}
}

function response(request: Buffer, { address, port }: Address): Buffer {
	const answer = Buffer.alloc(HEADER_BYTES + 4 + ATTRIBUTE_BYTES);
	answer.writeUInt16BE(BINDING_RESPONSE, 0);
	answer.writeUInt16BE(4 + ATTRIBUTE_BYTES, 2);
	request.copy(answer, TRANSACTION_AT, TRANSACTION_AT, HEADER_BYTES);
	answer.writeUInt16BE(XOR_MAPPED_ADDRESS, HEADER_BYTES);
	answer.writeUInt16BE(ATTRIBUTE_BYTES, HEADER_BYTES + 2);
	answer.writeUInt16BE(IPV4, HEADER_BYTES + 4);
	answer.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), HEADER_BYTES + 6);
	const bytes = Buffer.from(address.split('.').map(Number)).readUInt32BE();
	answer.writeUInt32BE((bytes ^ MAGIC_COOKIE) >>> 0, HEADER_BYTES + 8);
	return answer;
}
