import { isolateHistory } from '@codemirror/commands';
import type { TransactionSpec } from '@codemirror/state';

/** What undo takes back by itself, whatever was typed just before or after. */
export function asOneStep(spec: TransactionSpec): TransactionSpec {
	return { scrollIntoView: true, ...spec, annotations: isolateHistory.of('full') };
}
