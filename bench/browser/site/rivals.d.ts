/**
 * What is used of packages that are installed in bench/ only: `npm run check` need not find them.
 */
declare module 'yjs' {
	export interface YText {
		readonly length: number;
		insert(at: number, text: string): void;
		toString(): string;
	}
	export class Doc {
		getText(name: string): YText;
		destroy(): void;
	}
	export class UndoManager {
		constructor(text: YText);
		undo(): unknown;
	}
	export function applyUpdate(doc: Doc, update: Uint8Array): void;
}

declare module 'y-indexeddb' {
	import type { Doc } from 'yjs';
	export class IndexeddbPersistence {
		readonly name: string;
		readonly whenSynced: Promise<unknown>;
		constructor(name: string, doc: Doc);
		destroy(): Promise<void>;
	}
	export function storeState(persistence: IndexeddbPersistence, force?: boolean): Promise<void>;
}

declare module 'y-webrtc' {
	import type { Doc } from 'yjs';
	export interface Awareness {
		setLocalStateField(name: string, value: unknown): void;
	}
	export class WebrtcProvider {
		readonly awareness: Awareness;
		constructor(
			room: string,
			doc: Doc,
			options: { signaling: readonly string[]; peerOpts: { config: RTCConfiguration } }
		);
		connect(): void;
		disconnect(): void;
	}
}

declare module 'y-codemirror.next' {
	import type { Extension } from '@codemirror/state';
	import type { Awareness } from 'y-webrtc';
	import type { UndoManager, YText } from 'yjs';
	export function yCollab(
		text: YText,
		awareness: Awareness | null,
		options: { undoManager: UndoManager }
	): Extension;
}
