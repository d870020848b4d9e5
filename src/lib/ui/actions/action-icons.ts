import type { Component } from 'svelte';
import ALargeSmall from '@lucide/svelte/icons/a-large-small';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import ArrowDownUp from '@lucide/svelte/icons/arrow-down-up';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Bold from '@lucide/svelte/icons/bold';
import ChevronRight from '@lucide/svelte/icons/chevron-right';
import CircleStop from '@lucide/svelte/icons/circle-stop';
import ClipboardCopy from '@lucide/svelte/icons/clipboard-copy';
import Code from '@lucide/svelte/icons/code';
import Compass from '@lucide/svelte/icons/compass';
import Copy from '@lucide/svelte/icons/copy';
import Download from '@lucide/svelte/icons/download';
import ExternalLink from '@lucide/svelte/icons/external-link';
import Eye from '@lucide/svelte/icons/eye';
import FileCode from '@lucide/svelte/icons/file-code';
import FileText from '@lucide/svelte/icons/file-text';
import Focus from '@lucide/svelte/icons/focus';
import Footprints from '@lucide/svelte/icons/footprints';
import Hash from '@lucide/svelte/icons/hash';
import Heading1 from '@lucide/svelte/icons/heading-1';
import Heading2 from '@lucide/svelte/icons/heading-2';
import Heading3 from '@lucide/svelte/icons/heading-3';
import Heading4 from '@lucide/svelte/icons/heading-4';
import Heading5 from '@lucide/svelte/icons/heading-5';
import Heading6 from '@lucide/svelte/icons/heading-6';
import History from '@lucide/svelte/icons/history';
import Import from '@lucide/svelte/icons/import';
import Italic from '@lucide/svelte/icons/italic';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Library from '@lucide/svelte/icons/library';
import Link from '@lucide/svelte/icons/link';
import List from '@lucide/svelte/icons/list';
import ListIndentDecrease from '@lucide/svelte/icons/list-indent-decrease';
import ListIndentIncrease from '@lucide/svelte/icons/list-indent-increase';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import ListTodo from '@lucide/svelte/icons/list-todo';
import LogIn from '@lucide/svelte/icons/log-in';
import MonitorDown from '@lucide/svelte/icons/monitor-down';
import PencilLine from '@lucide/svelte/icons/pencil-line';
import Pin from '@lucide/svelte/icons/pin';
import Plus from '@lucide/svelte/icons/plus';
import Printer from '@lucide/svelte/icons/printer';
import Redo2 from '@lucide/svelte/icons/redo-2';
import RemoveFormatting from '@lucide/svelte/icons/remove-formatting';
import Replace from '@lucide/svelte/icons/replace';
import ScanLine from '@lucide/svelte/icons/scan-line';
import Search from '@lucide/svelte/icons/search';
import Settings2 from '@lucide/svelte/icons/settings-2';
import SpellCheck from '@lucide/svelte/icons/spell-check';
import SquareCheck from '@lucide/svelte/icons/square-check';
import Strikethrough from '@lucide/svelte/icons/strikethrough';
import TextQuote from '@lucide/svelte/icons/text-quote';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import UnfoldVertical from '@lucide/svelte/icons/unfold-vertical';
import UserPlus from '@lucide/svelte/icons/user-plus';
import Waypoints from '@lucide/svelte/icons/waypoints';
import type { NoteCommand } from '$lib/editor/command-keys.js';
import type { Action } from './action.js';

type Icon = Component<{ size?: number; 'aria-hidden'?: 'true' }>;

const TEXT_ICONS: Readonly<Record<NoteCommand, Icon>> = {
	bold: Bold,
	italic: Italic,
	code: Code,
	strike: Strikethrough,
	link: Link,
	openLink: ExternalLink,
	heading1: Heading1,
	heading2: Heading2,
	heading3: Heading3,
	heading4: Heading4,
	heading5: Heading5,
	heading6: Heading6,
	noHeading: RemoveFormatting,
	list: List,
	orderedList: ListOrdered,
	taskList: ListTodo,
	toggleDone: SquareCheck,
	indent: ListIndentIncrease,
	outdent: ListIndentDecrease,
	quote: TextQuote,
	undo: Undo2,
	redo: Redo2
};

/** By the id of an action, or by its beginning where it goes on with whom it is about. */
const PAGE_ICONS: Readonly<Record<string, Icon>> = {
	'new-note': Plus,
	join: LogIn,
	scan: ScanLine,
	library: Library,
	trash: Trash2,
	settings: Settings2,
	'device-connection': Waypoints,
	shortcuts: Keyboard,
	welcome: Compass,
	import: Import,
	'search-notes': Search,
	sort: ArrowDownUp,
	tag: Hash,
	'back-up': Download,
	restore: ArchiveRestore,
	install: MonitorDown,
	share: UserPlus,
	'unseen-next': ArrowRight,
	'unseen-dismiss': Eye,
	'follow-stop': CircleStop,
	go: ArrowRight,
	follow: Footprints,
	find: Search,
	replace: Replace,
	outline: List,
	look: ALargeSmall,
	rename: PencilLine,
	typewriter: UnfoldVertical,
	focus: Focus,
	spelling: SpellCheck,
	connection: Waypoints,
	pin: Pin,
	duplicate: Copy,
	'trash-note': Trash2,
	'export-markdown': FileText,
	'export-html': FileCode,
	'export-history': History,
	print: Printer,
	'copy-rich': ClipboardCopy
};

/** The picture of an action. Apart from the actions, so that pages need not load pictures that only the list shows. */
export function iconOf({ id, group }: Action): Icon {
	if (group === 'notes') return FileText;
	const icons: Readonly<Record<string, Icon>> = group === 'text' ? TEXT_ICONS : PAGE_ICONS;
	return icons[id] ?? icons[id.split('-', 1)[0] ?? ''] ?? ChevronRight;
}
