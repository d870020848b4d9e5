import type { StateCommand } from '@codemirror/state';
import { indentCode, outdentCode } from './code-lines.js';
import { indentItems, outdentItems } from './list-commands.js';

/** Sets the selected items, or lines of code, in. False where there are none. */
export const indent: StateCommand = (target) => indentItems(target) || indentCode(target);

/** Sets the selected items, or lines of code, out. False where there are none. */
export const outdent: StateCommand = (target) => outdentItems(target) || outdentCode(target);
