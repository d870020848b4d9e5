/**
 * The `reason` that the errors of the layers below carry. It is read from the error's shape: the classes live in parts
 * of the app that a page need not load to say what went wrong.
 */
export function failureReason(error: unknown): string | undefined {
	if (!(error instanceof Error) || !('reason' in error)) return undefined;
	return typeof error.reason === 'string' ? error.reason : undefined;
}

/** The entry of `texts` for the error's reason, or `fallback` if it is another one. */
export function failureText(
	error: unknown,
	texts: Readonly<Record<string, () => string>>,
	fallback: () => string
): string {
	const reason = failureReason(error);
	const text = reason !== undefined && Object.hasOwn(texts, reason) ? texts[reason] : undefined;
	return (text ?? fallback)();
}
