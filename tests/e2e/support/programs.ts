import { existsSync } from 'node:fs';

interface NetworkProgram {
	readonly variable: string;
	readonly debianPackage: string;
	readonly path: string;
}

const TURNSERVER: NetworkProgram = {
	variable: 'PERCH_TURNSERVER',
	debianPackage: 'coturn',
	path: '/usr/bin/turnserver'
};

const IP: NetworkProgram = { variable: 'PERCH_IP', debianPackage: 'iproute2', path: '/usr/sbin/ip' };

/** The path of coturn's `turnserver`, as `npm test` found it. @throws if this system has none */
export function turnserverPath(): string {
	return pathOf(TURNSERVER);
}

/** The path of iproute2's `ip`, as `npm test` found it. @throws if this system has none */
export function ipPath(): string {
	return pathOf(IP);
}

function pathOf({ variable, debianPackage, path }: NetworkProgram): string {
	const found = process.env[variable] ?? (existsSync(path) ? path : '');
	if (found !== '') return found;
	throw new Error(
		`This test needs ${debianPackage}, which is not on this system and could not be installed by npm test: ` +
			`install it (apt-get install ${debianPackage}), or name its program in ${variable}.`
	);
}
