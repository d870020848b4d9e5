/** What a text in JSON stands for; undefined if it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (failure) {
		if (failure instanceof SyntaxError) return undefined;
		throw failure;
	}
}
