/**
 * Loads a package that is installed in bench/ only. Its types need not be there where the app is checked: the caller names the
 * part that it uses.
 */
export async function loadRival<T>(name: string): Promise<T> {
	return (await import(/* @vite-ignore */ name)) as T;
}
