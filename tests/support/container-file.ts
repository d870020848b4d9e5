/** A line of a Containerfile: its word, and what follows it. */
export interface Instruction {
	readonly word: string;
	readonly rest: string;
}

/** What is built from one `FROM`. */
export interface Stage {
	readonly name: string | undefined;
	readonly steps: readonly Instruction[];
}

/** The stages of a Containerfile that is written as ours is: no line goes on in the next. */
export function stagesOf(containerfile: string): Stage[] {
	const stages: { name: string | undefined; steps: Instruction[] }[] = [];
	for (const line of containerfile.split('\n')) {
		const [, word = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
		if (word === 'FROM') stages.push({ name: / AS (\S+)$/.exec(rest)?.[1], steps: [] });
		else if (word !== '') stages.at(-1)?.steps.push({ word, rest });
	}
	return stages;
}

/** What a stage says by a word, once for each time. */
export function said(stage: Stage, word: string): string[] {
	return stage.steps.filter((step) => step.word === word).map(({ rest }) => rest);
}

/** What is copied from where to where. */
export interface Copied {
	readonly from: string | undefined;
	readonly sources: readonly string[];
	readonly to: string;
}

export function copiesOf(stage: Stage): Copied[] {
	return said(stage, 'COPY').map((rest) => {
		const [, from, paths = ''] = /^(?:--from=(\S+) )?(.*)$/.exec(rest) ?? [];
		const names = paths.split(' ');
		return { from, sources: names.slice(0, -1), to: names.at(-1) ?? '' };
	});
}

/** The list of arguments in the last `CMD` of a line, such as that of a `HEALTHCHECK`. */
export function commandIn(rest: string): string[] {
	return JSON.parse(rest.slice(rest.indexOf('['))) as string[];
}

/** Whether a `.dockerignore` that shuts everything out, and then lets some in, sends a path to the build. */
export function isSent(dockerignore: string, path: string): boolean {
	let sent = true;
	for (const line of dockerignore.split('\n')) {
		const rule = line.replace('!', '');
		if (rule === '' || rule.startsWith('#')) continue;
		if (rule === '*' || path === rule || path.startsWith(`${rule}/`)) sent = line.startsWith('!');
	}
	return sent;
}
