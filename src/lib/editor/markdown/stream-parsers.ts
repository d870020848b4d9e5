import { StreamLanguage, type StreamParser } from '@codemirror/language';
import { c, cpp, csharp, dart, java, kotlin } from '@codemirror/legacy-modes/mode/clike';
import { diff } from '@codemirror/legacy-modes/mode/diff';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { go } from '@codemirror/legacy-modes/mode/go';
import { lua } from '@codemirror/legacy-modes/mode/lua';
import { powerShell } from '@codemirror/legacy-modes/mode/powershell';
import { r } from '@codemirror/legacy-modes/mode/r';
import { ruby } from '@codemirror/legacy-modes/mode/ruby';
import { rust } from '@codemirror/legacy-modes/mode/rust';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { standardSQL } from '@codemirror/legacy-modes/mode/sql';
import { swift } from '@codemirror/legacy-modes/mode/swift';
import { toml } from '@codemirror/legacy-modes/mode/toml';
import { yaml } from '@codemirror/legacy-modes/mode/yaml';
import type { Parser } from '@lezer/common';

const MODES = {
	c,
	cpp,
	csharp,
	dart,
	diff,
	dockerfile: dockerFile,
	go,
	java,
	kotlin,
	lua,
	powershell: powerShell,
	r,
	ruby,
	rust,
	shell,
	sql: standardSQL,
	swift,
	toml,
	yaml
} as const;

export type StreamName = keyof typeof MODES;

/** The parser of a language that has no grammar of its own here, but is read line by line. */
export function streamParser(name: StreamName): Parser {
	const mode: StreamParser<unknown> = MODES[name];
	return StreamLanguage.define(mode).parser;
}
