/**
 * Offsets of a text in UTF-16 units for positions in code points. As long as the text has no character of two units
 * they are the same, which is so for most texts and costs nothing to know.
 */
export function toUtf16(text: () => string, position: number, hasPairs: boolean): number {
	if (!hasPairs) return position;
	let offset = 0;
	const whole = text();
	for (let left = position; left > 0; left -= 1) offset += (whole.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
	return offset;
}

/** Whether a text holds a character of two UTF-16 units. */
export function hasPairs(text: string): boolean {
	return /[\ud800-\udfff]/.test(text);
}

/** How many code points a text has. */
export function countCodePoints(text: string): number {
	let count = 0;
	for (let offset = 0; offset < text.length; count += 1)
		offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
	return count;
}
