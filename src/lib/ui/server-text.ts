import { m } from '$lib/paraglide/messages.js';
import { IceProbeError, type IceProbeFailure } from '$lib/transport/probe-ice.js';
import type { RelayProbeError, RelayProbeFailure } from '$lib/transport/probe-relay.js';
import type { AddressProblem } from '$lib/workspace/own-servers.js';
import type { ServerProof } from '$lib/workspace/server-test.svelte.js';

/** Of what a server says itself so many characters are shown. */
const MAX_WORDS = 120;

const ADDRESS_PROBLEM: Readonly<Record<AddressProblem, () => string>> = {
	'no-relay': m.servers_error_relay,
	'insecure-relay': m.servers_error_insecure,
	'no-stun': m.servers_error_stun,
	'no-turn': m.servers_error_turn,
	'too-long': m.servers_error_long,
	incomplete: m.servers_error_incomplete
};

const RELAY_FAILURE: Readonly<Record<RelayProbeFailure, () => string>> = {
	forbidden: m.servers_failed_forbidden,
	unreachable: m.servers_failed_unreachable,
	'no-answer': m.servers_failed_no_answer,
	refused: m.servers_failed_refused,
	'not-passed-on': m.servers_failed_relay_not_passed_on
};

const ICE_FAILURE: Readonly<Record<IceProbeFailure, () => string>> = {
	'bad-address': m.servers_failed_bad_address,
	'no-answer': m.servers_failed_no_answer,
	unexplained: m.servers_failed_unexplained,
	'wrong-password': m.servers_failed_password,
	refused: m.servers_failed_refused,
	'not-passed-on': m.servers_failed_turn_not_passed_on
};

/** What is wrong with an address that was typed, and what is right. */
export function addressProblemText(problem: AddressProblem): string {
	return ADDRESS_PROBLEM[problem]();
}

/** What a test showed. */
export function serverProofText(proof: ServerProof): string {
	if (proof.kind === 'stun') {
		return proof.address === undefined
			? m.servers_passed_stun()
			: m.servers_passed_stun_address({ address: proof.address });
	}
	const ms = Math.max(1, Math.round(proof.roundTripMs));
	return proof.kind === 'relay' ? m.servers_passed_relay({ ms }) : m.servers_passed_turn({ ms });
}

/** Why a server did not pass its test, with its own words if it said any. */
export function serverFailureText(failure: RelayProbeError | IceProbeError): string {
	const text =
		failure instanceof IceProbeError ? ICE_FAILURE[failure.reason]() : RELAY_FAILURE[failure.reason]();
	const words = failure.words.trim().slice(0, MAX_WORDS);
	return words === '' ? text : `${text} ${m.servers_words({ words })}`;
}
